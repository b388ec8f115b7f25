-- Lorenz curve of U10: which share of U10 the images own that own most of it; the diagonal is what equal images would give.
-- Section: Images
-- Grain: part, series (curve, top, equality) and point. Inputs: lorenz, concentration, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
WITH
-- Images with equal counts lie on one straight piece, of which its end is enough.
curve AS (
    SELECT part, 'curve' AS series, max(image_share) AS image_share, max(u10_share) AS u10_share, NULL AS label
    FROM lorenz
    JOIN shown USING (population, part)
    GROUP BY part, num_mem_units
    UNION ALL
    SELECT part, 'curve', 0, 0, NULL FROM shown
),

-- The share of a tenth of eight images is that of none: not shown.
top AS (
    SELECT
        part,
        'top' AS series,
        top_images / image_count AS image_share,
        u10_share,
        format('top {}% own {:.1f}%', top_percent, 100 * u10_share) AS label
    FROM concentration
    JOIN shown USING (population, part)
    WHERE top_images > 0
),

equality AS (
    SELECT part, 'equality' AS series, unnest([0, 1]) AS image_share, unnest([0, 1]) AS u10_share, NULL AS label
    FROM shown
)

SELECT
    format('{} · {:,} of them ({:.1f}%) own units of U10', title, u10_owner_count, 100 * u10_owner_share) AS subtitle,
    points.*
FROM (FROM curve UNION ALL FROM top UNION ALL FROM equality) AS points
JOIN shown USING (part)
ORDER BY part DESC, series, image_share, u10_share
