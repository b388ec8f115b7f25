-- At which scale of the picture, and how deep, the memorizing units are: UnitMem measured at each scale alone.
-- Section: Localization
-- Grain: part, scale and block. Inputs: localization_by_scale, scale, shown.
-- Population: that of the view shown; empty where the means of scales were not recorded. One picture a part that has scales.
--
--     share = u10_count / unit_count, over all layer types of the block        U10 here: of all units and scales pooled
WITH by_block AS (
    SELECT population, part, scale, block, sum(u10_count) / sum(unit_count) AS share
    FROM localization_by_scale
    WHERE block IS NOT NULL
    GROUP BY population, part, scale, block
)

SELECT
    format('{} · colour and number: % of the block''s units · U10 of all scales pooled', title) AS subtitle,
    depth,
    part,
    block,
    format('{0} × {0}', side) AS tokens,
    share,
    format('{:.0f}', 100 * share) AS label,
    share > 0.5 * max(share) OVER (PARTITION BY part) AS is_dark
FROM by_block
JOIN shown USING (population, part)
JOIN scale USING (scale)
ORDER BY part DESC, scale, block
