-- Title: Images by NumMemUnits
-- The fifty images that own most units of U10.
-- Section: Images
-- Grain: part and image, fifty a part at most. Inputs: num_mem_units, shown, image.
-- Population: that of the view shown. One table a part (transformer, tokenizer).
SELECT
    part,
    image_id,
    path,
    class_name AS class,
    train_repeats AS "train repeats",
    num_mem_units AS NumMemUnits,
    units_owned AS "units owned"
FROM num_mem_units
JOIN shown USING (population, part)
JOIN image USING (image_id)
WHERE num_mem_units > 0
QUALIFY row_number() OVER (PARTITION BY part ORDER BY num_mem_units DESC, image_id) <= 50
ORDER BY part DESC, num_mem_units DESC, image_id
