-- How many positive images a score finds while it calls at most 0.1, 1 or 5 % of the negative ones positive.
-- Grain:  one row per contrast, part, score and limit of the false positive rate.
-- Inputs: roc. The interval is filled in by the statistic of this name.
--
--     the last threshold of the ROC curve whose false positive rate is within the limit, without interpolation; none: nothing is found
--     interval: Clopper and Pearson's exact binomial 95 %, at that threshold

CREATE OR REPLACE TABLE tpr_at_fpr AS
WITH
final AS (
    SELECT
        contrast,
        part,
        score,
        fpr_limit,
        arg_max(threshold, true_positives + false_positives) FILTER (WHERE fpr <= fpr_limit) AS threshold,
        coalesce(max(false_positives) FILTER (WHERE fpr <= fpr_limit), 0) AS false_positives,
        coalesce(max(true_positives) FILTER (WHERE fpr <= fpr_limit), 0) AS true_positives,
        positives,
        coalesce(max(tpr) FILTER (WHERE fpr <= fpr_limit), 0) AS tpr,
        NULL::DOUBLE AS tpr_low,
        NULL::DOUBLE AS tpr_high
    FROM roc
    CROSS JOIN unnest([0.001, 0.01, 0.05]::DOUBLE[]) AS limits(fpr_limit)
    WHERE positives > 0 AND negatives > 0
    GROUP BY contrast, part, score, fpr_limit, positives
)

SELECT * FROM final ORDER BY contrast, part, score, fpr_limit;

COMMENT ON TABLE  tpr_at_fpr                 IS 'True positive rate at small false positive rates: one row per contrast, part, score and limit.';
COMMENT ON COLUMN tpr_at_fpr.contrast        IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN tpr_at_fpr.part            IS 'As in image_score.';
COMMENT ON COLUMN tpr_at_fpr.score           IS 'As in image_score.';
COMMENT ON COLUMN tpr_at_fpr.fpr_limit       IS 'Share of the negative images that may be called positive.';
COMMENT ON COLUMN tpr_at_fpr.threshold       IS 'Last threshold of table roc within the limit; NULL where every one is beyond it.';
COMMENT ON COLUMN tpr_at_fpr.false_positives IS 'Negative images that are called positive there.';
COMMENT ON COLUMN tpr_at_fpr.true_positives  IS 'Positive images that are called positive there.';
COMMENT ON COLUMN tpr_at_fpr.positives       IS 'Positive images.';
COMMENT ON COLUMN tpr_at_fpr.tpr             IS 'true_positives / positives.';
COMMENT ON COLUMN tpr_at_fpr.tpr_low         IS 'Lower end of its exact binomial 95 % interval.';
COMMENT ON COLUMN tpr_at_fpr.tpr_high        IS 'Its upper end.';
