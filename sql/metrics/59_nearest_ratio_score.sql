-- Whether free samples come nearer to those training images that other scores call memorized.
-- Grain:  one row per distance, part and score.
-- Inputs: nearest_ratio, image_score, score.
--
--     rho = Spearman's: correlation of the midranks, over the free samples, of -ratio and of the score of the nearest training image,
--           oriented by table score
--     centred midranks, twice: 2 rank + ties - 1 - (n + 1), whole numbers, whose sums are exact

CREATE OR REPLACE TABLE nearest_ratio_score AS
WITH
scored AS (
    SELECT
        measure,
        part,
        score,
        train_image_id,
        -ratio AS nearness,
        if(higher_is_member IS FALSE, -value, value) AS oriented
    FROM nearest_ratio
    JOIN image_score ON image_score.image_id = train_image_id
    LEFT JOIN score AS meant ON meant.name = score
    WHERE ratio IS NOT NULL AND value IS NOT NULL
),

ranked AS (
    SELECT
        measure,
        part,
        score,
        train_image_id,
        2 * rank() OVER (by_nearness) + count(*) OVER (same_nearness) - 2 - count(*) OVER (whole) AS x,
        2 * rank() OVER (by_score) + count(*) OVER (same_score) - 2 - count(*) OVER (whole) AS y
    FROM scored
    WINDOW
        whole AS (PARTITION BY measure, part, score),
        by_nearness AS (PARTITION BY measure, part, score ORDER BY nearness),
        same_nearness AS (PARTITION BY measure, part, score, nearness),
        by_score AS (PARTITION BY measure, part, score ORDER BY oriented),
        same_score AS (PARTITION BY measure, part, score, oriented)
),

final AS (
    SELECT
        measure,
        part,
        score,
        count(*) AS sample_count,
        count(DISTINCT train_image_id) AS image_count,
        sum(x * y)::DOUBLE / nullif(sqrt(sum(x * x)::DOUBLE) * sqrt(sum(y * y)::DOUBLE), 0) AS rho
    FROM ranked
    GROUP BY measure, part, score
)

SELECT * FROM final ORDER BY measure, part, score;

COMMENT ON TABLE  nearest_ratio_score              IS 'How far free samples come nearer to training images with a higher score: one row per distance, part and score.';
COMMENT ON COLUMN nearest_ratio_score.measure      IS 'As in nearest_ratio.';
COMMENT ON COLUMN nearest_ratio_score.part         IS 'As in image_score.';
COMMENT ON COLUMN nearest_ratio_score.score        IS 'As in image_score.';
COMMENT ON COLUMN nearest_ratio_score.sample_count IS 'Free samples whose nearest training image has the score.';
COMMENT ON COLUMN nearest_ratio_score.image_count  IS 'Those images; samples with one in common are not independent.';
COMMENT ON COLUMN nearest_ratio_score.rho          IS 'Spearman''s rank correlation, positive where nearer samples go with images that the score calls memorized; NULL where one is constant.';
