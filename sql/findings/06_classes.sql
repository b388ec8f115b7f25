-- The classes with most and fewest units of U10 for their share of the images.
WITH ranked AS (
    SELECT
        part,
        coalesce(class_name, 'class ' || class_id) AS class,
        u10_share,
        image_share,
        influence,
        row_number() OVER (PARTITION BY part ORDER BY influence DESC, class_id) AS from_top,
        row_number() OVER (PARTITION BY part ORDER BY influence, class_id DESC) AS from_bottom
    FROM class_influence
    SEMI JOIN shown USING (population, part)
    WHERE u10_share IS NOT NULL
)

SELECT
    part,
    format(
        'Classes: {} has the most for its size, {} of U10 with {} of the images ({:.1f} times); {} the least, {} with {} ({:.1f} times).',
        top.class, percent(top.u10_share), percent(top.image_share), top.influence,
        bottom.class, percent(bottom.u10_share), percent(bottom.image_share), bottom.influence
    ) AS sentence
FROM ranked AS top
JOIN ranked AS bottom USING (part)
WHERE top.from_top = 1 AND bottom.from_bottom = 1 AND top.influence > bottom.influence
