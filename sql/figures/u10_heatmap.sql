-- Which layers are made of memorizing units: the share of each layer's units that are in U10.
-- Section: Localization
-- Grain: part, block and layer type. Inputs: localization, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
--
--     share = u10_count / unit_count        a layer like all others has 1 - percentile / 100
SELECT
    format('{} · colour and number: % of the layer''s units ({:.1f}% overall)', title, 100 * shown.u10_count / shown.unit_count) AS subtitle,
    depth,
    part,
    block,
    kind,
    localization.u10_count / localization.unit_count AS share,
    format('{:.0f}', 100 * share) AS label,
    share > 0.5 * max(share) OVER (PARTITION BY part) AS is_dark
FROM localization
JOIN shown USING (population, part)
WHERE block IS NOT NULL
ORDER BY part DESC, block, kind
