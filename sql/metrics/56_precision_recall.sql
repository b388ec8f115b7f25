-- What a threshold of similarity is worth where it is known which images the training showed: precision and recall of calling the nearer
-- ones extracted.
-- Grain:  one row per contrast, number of given scales, reference, measure and distinct value, from the nearest.
-- Inputs: contrast, attempt.
--
--     called extracted: as near as the threshold, or nearer
--     precision = true positives / called, recall = true positives / positives, F1 = 2 precision recall / (precision + recall)

CREATE OR REPLACE TABLE precision_recall AS
WITH
step AS (
    SELECT
        contrast,
        given_scales,
        reference,
        measure,
        nearness,
        any_value(value) AS threshold,
        count(*) FILTER (WHERE is_positive) AS gained,
        count(*) FILTER (WHERE NOT is_positive) AS lost
    FROM contrast
    JOIN attempt USING (image_id)
    GROUP BY contrast, given_scales, reference, measure, nearness
),

final AS (
    SELECT
        contrast,
        given_scales,
        reference,
        measure,
        threshold,
        (sum(gained) OVER falling)::BIGINT AS true_positives,
        (sum(lost) OVER falling)::BIGINT AS false_positives,
        (sum(gained) OVER whole)::BIGINT AS positives,
        (sum(lost) OVER whole)::BIGINT AS negatives,
        true_positives / (true_positives + false_positives) AS precision,
        true_positives / positives AS recall,
        2 * true_positives / (true_positives + false_positives + positives) AS f1
    FROM step
    WINDOW
        whole AS (PARTITION BY contrast, given_scales, reference, measure),
        falling AS (PARTITION BY contrast, given_scales, reference, measure ORDER BY nearness DESC)
    QUALIFY positives > 0 AND negatives > 0
)

SELECT * FROM final ORDER BY contrast, given_scales, reference, measure, true_positives + false_positives;

COMMENT ON TABLE  precision_recall                 IS 'Precision and recall of calling images extracted: one row per contrast, number of given scales, reference, measure and threshold.';
COMMENT ON COLUMN precision_recall.contrast        IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN precision_recall.given_scales    IS 'As in attempt.';
COMMENT ON COLUMN precision_recall.reference       IS 'As in attempt.';
COMMENT ON COLUMN precision_recall.measure         IS 'As in attempt.';
COMMENT ON COLUMN precision_recall.threshold       IS 'Value of the measure that is still called extracted.';
COMMENT ON COLUMN precision_recall.true_positives  IS 'Positive images that are called extracted.';
COMMENT ON COLUMN precision_recall.false_positives IS 'Negative images that are called extracted.';
COMMENT ON COLUMN precision_recall.positives       IS 'Positive images that were tried.';
COMMENT ON COLUMN precision_recall.negatives       IS 'Negative images that were tried.';
COMMENT ON COLUMN precision_recall.precision       IS 'true_positives / (true_positives + false_positives).';
COMMENT ON COLUMN precision_recall.recall          IS 'true_positives / positives.';
COMMENT ON COLUMN precision_recall.f1              IS 'Their harmonic mean.';
