-- Title: Images that own most units of U10
-- The twenty images with the largest NumMemUnits.
-- Section: Images
-- Grain: part and image, twenty a part at most. Inputs: num_mem_units, shown, image.
-- Population: that of the view shown. One sheet a part (transformer, tokenizer).
SELECT
    title || ' · units of U10 owned, class, image' AS subtitle,
    part,
    path,
    format('{:,} {}', num_mem_units, if(num_mem_units = 1, 'unit', 'units')) AS caption_1,
    class_name AS caption_2,
    'image ' || image_id AS caption_3
FROM num_mem_units
JOIN shown USING (population, part)
JOIN image USING (image_id)
WHERE num_mem_units > 0
QUALIFY row_number() OVER (PARTITION BY part ORDER BY num_mem_units DESC, image_id) <= 20
ORDER BY part DESC, num_mem_units DESC, image_id
