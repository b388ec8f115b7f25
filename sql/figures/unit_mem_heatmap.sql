-- Mean UnitMem over the units of each layer.
-- Section: Localization
-- Grain: part, block and layer type. Inputs: localization, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
SELECT
    format('{} · colour and number: mean over the layer''s units', title) AS subtitle,
    depth,
    part,
    block,
    kind,
    unit_mem_mean,
    regexp_replace(format('{:.2f}', unit_mem_mean), '^0', '') AS label,
    unit_mem_mean > (min(unit_mem_mean) OVER whole + max(unit_mem_mean) OVER whole) / 2 AS is_dark
FROM localization
JOIN shown USING (population, part)
WHERE block IS NOT NULL
WINDOW whole AS (PARTITION BY part)
ORDER BY part DESC, block, kind
