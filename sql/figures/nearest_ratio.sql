-- Whether free samples are nearer to training images than to images that the model has not seen: the distance to the nearest training image
-- by that to the nearest validation image (van den Burg and Williams, NeurIPS 2021).
-- Section: Extraction
-- Grain: distance and bin of the ratio, 0.02 wide; the last bins hold all beyond. Inputs: nearest_ratio.
-- Population: the free samples of all classes; empty where there are none, or no two splits.
--
--     share = samples in the bin / samples
WITH binned AS (
    SELECT measure, least(greatest(floor(50 * ratio), 15), 84)::INTEGER AS bin, count(*) AS sample_count
    FROM nearest_ratio
    WHERE ratio IS NOT NULL
    GROUP BY ALL
),

whole AS (
    SELECT measure, median(ratio) AS middle, count(*) AS total, count(*) FILTER (WHERE ratio < 1) / count(*) AS nearer
    FROM nearest_ratio
    WHERE ratio IS NOT NULL
    GROUP BY measure
)

SELECT
    format('{} free samples · dashed: as near to either · red: median', format('{:,}', max(total) OVER ())) AS subtitle,
    format(
        '{}|{:.1f}% nearer to a training image', CASE measure WHEN 'l2' THEN 'By l2' ELSE 'By tiled l2' END, 100 * nearer
    ) AS measure,
    bin / 50 AS ratio_from,
    (bin + 1) / 50 AS ratio_to,
    sample_count / total AS share,
    middle
FROM binned
JOIN whole USING (measure)
ORDER BY binned.measure, bin
