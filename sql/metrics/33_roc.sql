-- Receiver operating characteristic of every score: how many images of either side are called positive at each threshold.
-- Grain:  one row per contrast, part, score and distinct value of the score, from those that speak most for a positive image.
-- Inputs: contrast, image_score, score.
--
--     called positive: value >= threshold, or value <= threshold where lower values speak for a member
--
-- Thresholds are in the score's own units; they fall, or rise where lower values speak for a member.

CREATE OR REPLACE TABLE roc AS
WITH
step AS (
    SELECT
        contrast,
        part,
        score,
        value AS threshold,
        any_value(if(higher_is_member IS FALSE, -value, value)) AS oriented,
        count(*) FILTER (WHERE is_positive) AS gained,
        count(*) FILTER (WHERE NOT is_positive) AS lost
    FROM contrast
    JOIN image_score USING (image_id)
    LEFT JOIN score AS meant ON meant.name = score
    WHERE value IS NOT NULL
    GROUP BY contrast, part, score, value
),

final AS (
    SELECT
        contrast,
        part,
        score,
        threshold,
        (sum(gained) OVER falling)::BIGINT AS true_positives,
        (sum(lost) OVER falling)::BIGINT AS false_positives,
        (sum(gained) OVER whole)::BIGINT AS positives,
        (sum(lost) OVER whole)::BIGINT AS negatives,
        true_positives / nullif(positives, 0) AS tpr,
        false_positives / nullif(negatives, 0) AS fpr
    FROM step
    WINDOW
        whole AS (PARTITION BY contrast, part, score),
        falling AS (PARTITION BY contrast, part, score ORDER BY oriented DESC)
)

SELECT * FROM final ORDER BY contrast, part, score, true_positives + false_positives;

COMMENT ON TABLE  roc                 IS 'ROC of every score: one row per contrast, part, score and threshold.';
COMMENT ON COLUMN roc.contrast        IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN roc.part            IS 'As in image_score.';
COMMENT ON COLUMN roc.score           IS 'As in image_score.';
COMMENT ON COLUMN roc.threshold       IS 'Value at which the score still calls an image positive, in its own units: the least, or the greatest where lower values speak for a member.';
COMMENT ON COLUMN roc.true_positives  IS 'Positive images that are called positive.';
COMMENT ON COLUMN roc.false_positives IS 'Negative images that are called positive.';
COMMENT ON COLUMN roc.positives       IS 'Positive images.';
COMMENT ON COLUMN roc.negatives       IS 'Negative images.';
COMMENT ON COLUMN roc.tpr             IS 'true_positives / positives.';
COMMENT ON COLUMN roc.fpr             IS 'false_positives / negatives.';
