-- How many units of each layer type are among the U10, as counted and as if every type had as many units as the smallest one:
-- a type with four times the units has four times the chances.
-- Section: Localization
-- Grain: part, layer type and measure. Inputs: localization_by_kind, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
WITH kinds AS (
    SELECT
        format('{} · U10: {:,} of {:,} units, UnitMem ≥ {:.3f}', title, shown.u10_count, shown.unit_count, threshold) AS subtitle,
        localization_by_kind.*
    FROM localization_by_kind
    JOIN shown USING (population, part)
)

SELECT
    subtitle,
    part,
    kind,
    'In U10' AS measure,
    u10_count::DOUBLE AS units,
    format('{:,}', u10_count) AS label
FROM kinds
UNION ALL
SELECT
    subtitle,
    part,
    kind,
    format('Per {:,} units of the type', min(unit_count) OVER (PARTITION BY part)) AS measure,
    u10_size_adjusted AS units,
    format('{:,.0f} ({:.1f}%)', u10_size_adjusted, 100 * u10_share_of_kind) AS label
FROM kinds
ORDER BY part DESC, measure, kind
