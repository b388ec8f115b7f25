-- How far the strongest training image of each unit stands out from what as many validation images reach, and the other way round as a control.
-- Section: Train against validation
-- Grain: part, set of units, split and bin of held-out-normalised UnitMem, 0.02 wide. Inputs: held_out_unit_mem, held_out_summary, unit_mem, unit.
-- Population: each split against the other; empty where the source has no splits. U10 is that of the split alone. One picture a part.
--
--     (M - H) / (M + H), M the split's largest mu, H the expected largest of as many images of the other split
WITH scored AS (
    SELECT part, split, floor(held_out_unit_mem * 50)::INTEGER AS bin, in_u10
    FROM held_out_unit_mem
    JOIN unit_mem USING (unit_id)
    JOIN unit USING (unit_id)
    WHERE population = split
),

counted AS (
    SELECT part, 'all' AS unit_set, split, bin, count(*) AS units FROM scored GROUP BY ALL
    UNION ALL
    SELECT part, 'U10', split, bin, count(*) FROM scored WHERE in_u10 GROUP BY ALL
),

-- Empty bins too, with one on either side, so that the outline comes down to zero.
place AS (
    SELECT part, unnest(range(min(bin) - 1, max(bin) + 2)) AS bin
    FROM counted
    GROUP BY part
),

titled AS (
    SELECT
        *,
        format(
            '{}: above 0 are {}', if(unit_set = 'all', 'All units', unit_set),
            string_agg(format('{:.0f}% for {}', 100 * share_above, split), ', ') OVER (PARTITION BY part, unit_set)
        ) AS label
    FROM held_out_summary
)

SELECT
    format('{} · above 0: the split has an image that the other has no match for', upper(part[1]) || part[2:]) AS subtitle,
    part,
    label,
    if(split = 'train', 'training against validation images', 'the other way round (control)') AS side,
    bin / 50 AS held_out_unit_mem,
    coalesce(units, 0) / unit_count AS share
FROM titled
JOIN place USING (part)
LEFT JOIN counted USING (part, unit_set, split, bin)
ORDER BY part DESC, titled.unit_set = 'U10', split, bin
