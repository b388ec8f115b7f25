-- Which classes the memorizing units belong to: a class's share of U10 over its share of the images; 1 is as many as its images would give it.
-- Section: Images
-- Grain: part and class; of more than 30 classes the 15 highest and the 15 lowest. Inputs: class_influence, shown.
-- Population: that of the view shown; empty where images have no classes. One picture a part (transformer, tokenizer).
WITH ranked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY population, part) AS class_count,
        row_number() OVER (PARTITION BY population, part ORDER BY influence DESC, class_id) AS rank,
        coalesce(class_name, 'class ' || class_id)
            || if(count(*) OVER (PARTITION BY population, part, class_name) > 1, format(' ({})', class_id), '') AS name
    FROM class_influence
    WHERE influence IS NOT NULL
),

ends AS (
    SELECT
        part,
        rank,
        name,
        influence,
        format(
            '{:.2f} · {:,} {} of {:,} {}',
            influence, num_mem_units, if(num_mem_units = 1, 'unit', 'units'), image_count, if(image_count = 1, 'image', 'images')
        ) AS label
    FROM ranked
    SEMI JOIN shown USING (population, part)
    WHERE class_count <= 30 OR rank <= 15 OR rank > class_count - 15
    UNION ALL
    SELECT DISTINCT part, 15.5, '⋯', NULL, NULL
    FROM ranked
    WHERE class_count > 30
)

SELECT
    format('{} · U10: {:,} units', title, u10_count) AS subtitle,
    part,
    name,
    influence,
    label
FROM ends
JOIN shown USING (part)
ORDER BY part DESC, rank
