-- The five images with most units of U10.
SELECT
    part,
    'Most units of U10: ' || string_agg(format('{} ({:,})', path, num_mem_units), ', ' ORDER BY rank) || '.' AS sentence
FROM lorenz
SEMI JOIN shown USING (population, part)
JOIN image USING (image_id)
WHERE num_mem_units > 0 AND rank <= 5
GROUP BY part
