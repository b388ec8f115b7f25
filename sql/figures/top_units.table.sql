-- Title: Units by UnitMem
-- The fifty units with the highest UnitMem, and the image that owns each.
-- Section: Localization
-- Grain: part and unit, fifty a part at most. Inputs: unit_mem, unit, shown, image.
-- Population: that of the view shown. One table a part (transformer, tokenizer).
SELECT
    part,
    unit.name AS unit,
    unit_mem AS UnitMem,
    mu_max AS "largest μ",
    mu_rest AS "μ of the others",
    path AS owner,
    class_name AS class
FROM unit_mem
JOIN unit USING (unit_id)
JOIN shown USING (population, part)
JOIN image ON image_id = owner_image_id
WHERE unit_mem IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY part ORDER BY unit_mem DESC, unit_id) <= 50
ORDER BY part DESC, unit_mem DESC, unit_id
