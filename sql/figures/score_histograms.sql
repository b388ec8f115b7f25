-- How some likelihood scores are distributed over canaries, other training images and validation images.
-- Section: Membership
-- Grain: score, population and bin, a twentieth of the score's range wide. Inputs: image_score, contrast, score.
-- Population: the images of each contrast; empty where there is none, or no likelihood.
--
--     share = images of the population in the bin / images of the population
WITH side AS (
    SELECT DISTINCT image_id, split_part(contrast, '_', if(is_positive, 1, 2)) AS population
    FROM contrast
),

scored AS (
    SELECT
        list_position(['loss', 'zlib', 'minkpp_20', 'icas', 'cfg_loss', 'cfg_minkpp_20'], score) AS place,
        score,
        population,
        value,
        min(value) OVER (PARTITION BY score) AS lowest,
        max(value) OVER (PARTITION BY score) - lowest AS width
    FROM image_score
    JOIN side USING (image_id)
    WHERE part = 'likelihood' AND isfinite(value) AND place IS NOT NULL
),

binned AS (
    SELECT place, score, population, lowest, width, least(floor(20 * (value - lowest) / width), 19)::INTEGER AS bin, count(*) AS image_count
    FROM scored
    WHERE width > 0
    GROUP BY ALL
),

-- Empty bins too, with one on either side, so that the outline comes down to zero.
outline AS (
    SELECT DISTINCT place, score, population, lowest, width, sum(image_count) OVER (PARTITION BY score, population) AS total, unnest(range(-1, 21)) AS bin
    FROM binned
)

SELECT
    place,
    score || if(higher_is_member, ' (higher for members)', ' (lower for members)') AS score,
    CASE population WHEN 'canary' THEN 'canaries' WHEN 'train' THEN 'other training images' ELSE 'validation images' END AS population,
    lowest + bin * width / 20 AS value,
    coalesce(image_count, 0) / total AS share
FROM outline
LEFT JOIN binned USING (place, score, population, lowest, width, bin)
JOIN score AS meant ON meant.name = outline.score
ORDER BY place, outline.population, bin
