-- How well each score finds the images that are known to have been trained on, or trained on more often.
-- Grain:  one row per contrast, part and score.
-- Inputs: contrast, roc, auroc_draws, tpr_at_fpr.
--
--     AUROC = share of the pairs of a positive and a negative image in which the score speaks more for the positive, equal ones half
--     average precision = sum over falling thresholds of (recall gained) * precision there; a score without information has prevalence
--     p_holm = running maximum over rising p of (m - rank + 1) p, at most 1, over the m scores of a contrast; those of the pictures apart

CREATE OR REPLACE TABLE ground_truth AS
WITH
stepped AS (
    SELECT
        *,
        true_positives - lag(true_positives, 1, 0) OVER falling AS gained,
        false_positives - lag(false_positives, 1, 0) OVER falling AS lost
    FROM roc
    WHERE positives > 0 AND negatives > 0
    WINDOW falling AS (PARTITION BY contrast, part, score ORDER BY true_positives + false_positives)
),

ranked AS (
    SELECT
        contrast,
        part,
        score,
        any_value(positives) AS positives,
        any_value(negatives) AS negatives,
        sum(lost * (2 * true_positives - gained))::BIGINT / (2 * any_value(positives) * any_value(negatives)) AS auroc,
        sum(gained * true_positives / (true_positives + false_positives) ORDER BY true_positives + false_positives) / any_value(positives) AS average_precision
    FROM stepped
    GROUP BY contrast, part, score
),

evaluated AS (
    SELECT
        contrast,
        part,
        score,
        positives,
        negatives,
        positives + negatives = image_count AS covers_all,
        auroc,
        auroc_low,
        auroc_high,
        permutation_mean,
        p,
        average_precision,
        positives / (positives + negatives) AS prevalence,
        lowest.tpr AS tpr_at_0_1_percent,
        lowest.tpr_low AS tpr_at_0_1_percent_low,
        lowest.tpr_high AS tpr_at_0_1_percent_high,
        low.tpr AS tpr_at_1_percent,
        low.tpr_low AS tpr_at_1_percent_low,
        low.tpr_high AS tpr_at_1_percent_high,
        high.tpr AS tpr_at_5_percent,
        high.tpr_low AS tpr_at_5_percent_low,
        high.tpr_high AS tpr_at_5_percent_high
    FROM ranked
    JOIN (SELECT contrast, count(*) AS image_count FROM contrast GROUP BY contrast) AS whole USING (contrast)
    LEFT JOIN auroc_draws USING (contrast, part, score)
    JOIN (SELECT contrast, part, score, tpr, tpr_low, tpr_high FROM tpr_at_fpr WHERE fpr_limit = 0.001) AS lowest USING (contrast, part, score)
    JOIN (SELECT contrast, part, score, tpr, tpr_low, tpr_high FROM tpr_at_fpr WHERE fpr_limit = 0.01) AS low USING (contrast, part, score)
    JOIN (SELECT contrast, part, score, tpr, tpr_low, tpr_high FROM tpr_at_fpr WHERE fpr_limit = 0.05) AS high USING (contrast, part, score)
),

ordered AS (
    SELECT
        contrast,
        part,
        score,
        p,
        row_number() OVER (PARTITION BY contrast, part = 'picture' ORDER BY p, part, score) AS rank,
        count(*) OVER (PARTITION BY contrast, part = 'picture') AS test_count
    FROM evaluated
    WHERE p IS NOT NULL
),

stepped_down AS (
    SELECT
        contrast,
        part,
        score,
        least(1, max((test_count - rank + 1) * p) OVER (PARTITION BY contrast, part = 'picture' ORDER BY rank)) AS p_holm
    FROM ordered
),

final AS (
    SELECT *
    FROM evaluated
    LEFT JOIN stepped_down USING (contrast, part, score)
)

SELECT * FROM final ORDER BY contrast, part = 'picture', part, score;

COMMENT ON TABLE  ground_truth                         IS 'How well scores find the images that are known to have been trained on: one row per contrast, part and score.';
COMMENT ON COLUMN ground_truth.contrast                IS 'What is told from what, as in table contrast.';
COMMENT ON COLUMN ground_truth.part                    IS 'As in image_score; picture is a control, for the pixels know nothing of the training.';
COMMENT ON COLUMN ground_truth.score                   IS 'As in image_score.';
COMMENT ON COLUMN ground_truth.positives               IS 'Images of the side named first that have the score.';
COMMENT ON COLUMN ground_truth.negatives               IS 'Images of the other side that have it.';
COMMENT ON COLUMN ground_truth.covers_all              IS 'Whether every image of the contrast has it: a score that few images have is not set beside the others.';
COMMENT ON COLUMN ground_truth.auroc                   IS 'Area under the ROC curve: 1/2 by chance.';
COMMENT ON COLUMN ground_truth.auroc_low               IS 'Lower end of its permutation interval, 95 %.';
COMMENT ON COLUMN ground_truth.auroc_high              IS 'Its upper end.';
COMMENT ON COLUMN ground_truth.permutation_mean        IS 'Mean AUROC with the marks shuffled within classes.';
COMMENT ON COLUMN ground_truth.p                       IS 'Two-sided p-value of the permutation test within classes.';
COMMENT ON COLUMN ground_truth.p_holm                  IS 'p after Holm: the chance of a single false one among the scores of the contrast, those of the pictures apart.';
COMMENT ON COLUMN ground_truth.average_precision       IS 'Area under the precision-recall steps.';
COMMENT ON COLUMN ground_truth.prevalence              IS 'positives of all: the average precision of a score that knows nothing.';
COMMENT ON COLUMN ground_truth.tpr_at_0_1_percent      IS 'True positive rate at a false positive rate of at most 0.1 %.';
COMMENT ON COLUMN ground_truth.tpr_at_0_1_percent_low  IS 'Lower end of its exact binomial interval, 95 %.';
COMMENT ON COLUMN ground_truth.tpr_at_0_1_percent_high IS 'Its upper end.';
COMMENT ON COLUMN ground_truth.tpr_at_1_percent        IS 'True positive rate at a false positive rate of at most 1 %.';
COMMENT ON COLUMN ground_truth.tpr_at_1_percent_low    IS 'Lower end of its exact binomial interval, 95 %.';
COMMENT ON COLUMN ground_truth.tpr_at_1_percent_high   IS 'Its upper end.';
COMMENT ON COLUMN ground_truth.tpr_at_5_percent        IS 'True positive rate at a false positive rate of at most 5 %.';
COMMENT ON COLUMN ground_truth.tpr_at_5_percent_low    IS 'Lower end of its exact binomial interval, 95 %.';
COMMENT ON COLUMN ground_truth.tpr_at_5_percent_high   IS 'Its upper end.';
