-- What the images with most units of U10 own of it.
SELECT
    part,
    'Concentration: ' || string_agg(
        format('the top {}% of images ({:,}) own {} of U10', top_percent, top_images, percent(u10_share)), ', ' ORDER BY top_percent
    ) || '.' AS sentence
FROM concentration
SEMI JOIN shown USING (population, part)
WHERE top_images > 0 AND u10_share IS NOT NULL
GROUP BY part
