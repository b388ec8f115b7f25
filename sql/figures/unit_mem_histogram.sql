-- How UnitMem is distributed over the units of each layer type, beside the value from which a unit is in U10.
-- Section: Localization
-- Grain: part, layer type and bin of UnitMem, 0.02 wide. Inputs: unit_mem, unit, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
--
--     share = units of the type in the bin / units of the type
WITH binned AS (
    SELECT part, kind, least(floor(unit_mem * 50), 49)::INTEGER AS bin, in_u10
    FROM unit_mem
    JOIN unit USING (unit_id)
    JOIN shown USING (population, part)
    WHERE unit_mem IS NOT NULL
),

-- Empty bins too, with one on either side, so that the outline comes down to zero.
place AS (
    SELECT part, unnest(range(min(bin) - 1, max(bin) + 2)) AS bin
    FROM binned
    GROUP BY part
),

counted AS (
    SELECT part, kind, bin, count(*) AS unit_count, count(*) FILTER (WHERE in_u10) AS u10_count
    FROM binned
    GROUP BY part, kind, bin
),

type AS (
    SELECT part, kind, sum(unit_count) AS unit_count, sum(u10_count) AS u10_count
    FROM counted
    GROUP BY part, kind
)

SELECT
    format('{} · dashed: U10 begins at UnitMem {:.3f}', title, threshold) AS subtitle,
    part,
    kind,
    format('{} · {:.1f}% of {:,} units in U10', kind, 100 * type.u10_count / type.unit_count, type.unit_count) AS label,
    bin / 50 AS unit_mem,
    coalesce(counted.unit_count, 0) / type.unit_count AS share,
    threshold
FROM type
JOIN shown USING (part)
JOIN place USING (part)
LEFT JOIN counted USING (part, kind, bin)
ORDER BY part DESC, kind, bin
