-- Title: Images that own fewest units
-- The twenty images with the smallest NumMemUnits; among equals those that own fewest units of any UnitMem, then those that activate units least.
-- Section: Images
-- Grain: part and image, twenty a part at most. Inputs: least_image, shown, image.
-- Population: that of the view shown. One sheet a part (transformer, tokenizer).
SELECT
    title || ' · units of U10 and of all units owned, class, image' AS subtitle,
    part,
    path,
    format('{:,} of U10', num_mem_units) AS caption_1,
    format('{:,} {}', units_owned, if(units_owned = 1, 'unit', 'units')) AS caption_2,
    class_name AS caption_3,
    'image ' || image_id AS caption_4
FROM least_image
JOIN shown USING (population, part)
JOIN image USING (image_id)
ORDER BY part DESC, rank
