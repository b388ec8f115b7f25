-- Receiver operating characteristic of every score: how many images of either side lie at or above each threshold.
-- Grain:  one row per contrast, part, score and distinct value of the score, falling.
-- Inputs: contrast, image_score.

CREATE OR REPLACE TABLE roc AS
WITH
step AS (
    SELECT
        contrast,
        part,
        score,
        value AS threshold,
        count(*) FILTER (WHERE is_positive) AS gained,
        count(*) FILTER (WHERE NOT is_positive) AS lost
    FROM contrast
    JOIN image_score USING (image_id)
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
        falling AS (PARTITION BY contrast, part, score ORDER BY threshold DESC)
)

SELECT * FROM final ORDER BY contrast, part, score, threshold DESC;

COMMENT ON TABLE  roc                 IS 'ROC of every score: one row per contrast, part, score and threshold.';
COMMENT ON COLUMN roc.contrast        IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN roc.part            IS 'As in image_score.';
COMMENT ON COLUMN roc.score           IS 'As in image_score.';
COMMENT ON COLUMN roc.threshold       IS 'Images with at least this value are called positive.';
COMMENT ON COLUMN roc.true_positives  IS 'Positive images at or above it.';
COMMENT ON COLUMN roc.false_positives IS 'Negative images at or above it.';
COMMENT ON COLUMN roc.positives       IS 'Positive images.';
COMMENT ON COLUMN roc.negatives       IS 'Negative images.';
COMMENT ON COLUMN roc.tpr             IS 'true_positives / positives.';
COMMENT ON COLUMN roc.fpr             IS 'false_positives / negatives.';
