-- Whether the training images that free samples come near are those that a memorization and a membership score pick.
-- Section: Extraction
-- Grain: score and free sample, 2,000 of them at most. Inputs: nearest_ratio, image_score, nearest_ratio_score.
-- Population: the free samples of all classes; empty where there are none, or no two splits.
WITH chosen AS (
    SELECT
        generation_id,
        score,
        list_position(['num_mem_units', 'units_owned', 'loss'], score) AS place,
        ratio,
        image_score.value,
        canary
    FROM nearest_ratio
    JOIN image_score ON image_score.image_id = train_image_id
    JOIN image ON image.image_id = train_image_id
    WHERE measure = 'l2' AND ratio IS NOT NULL AND place IS NOT NULL AND part IN ('transformer', 'likelihood')
    QUALIFY row_number() OVER (PARTITION BY score ORDER BY hash(generation_id), generation_id) <= 2000
)

SELECT
    place,
    format(
        '{}|rank correlation {}',
        CASE score WHEN 'num_mem_units' THEN 'Units of U10 owned' WHEN 'units_owned' THEN 'Units owned' ELSE 'Mean -log p (lower for members)' END,
        coalesce(format('{:+.2f}', rho), '–')
    ) AS score,
    value,
    ratio,
    if(canary, 'nearest is a canary', 'another training image') AS nearest
FROM chosen
JOIN nearest_ratio_score USING (score)
WHERE measure = 'l2' AND part IN ('transformer', 'likelihood')
ORDER BY place, generation_id
