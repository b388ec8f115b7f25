-- Title: Localization by block and layer type
-- Units, units of U10 and UnitMem of each layer type at each depth.
-- Section: Localization
-- Grain: part, block and layer type. Inputs: localization, shown.
-- Population: that of the view shown. One table a part (transformer, tokenizer).
SELECT
    part,
    block,
    kind AS type,
    localization.unit_count AS units,
    localization.u10_count AS "in U10",
    localization.u10_count / localization.unit_count AS "share in U10",
    unit_mem_mean AS "mean UnitMem",
    unit_mem_max AS "largest UnitMem"
FROM localization
JOIN shown USING (population, part)
ORDER BY part DESC, block, kind
