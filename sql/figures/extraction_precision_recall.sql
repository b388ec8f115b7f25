-- What calling the nearest continuations extracted is worth, where it is known which images the training showed. Filled: the largest F1,
-- which is chosen on these images; hollow: the threshold of the validation images.
-- Section: Extraction
-- Grain: measure, contrast, number of given scales and threshold, and a row for each of the two points. Inputs: precision_recall, extraction_f1.
-- Population: the candidates of each contrast; empty where there is none.
WITH curve AS (
    SELECT measure, contrast, given_scales, recall, max(precision) AS precision
    FROM precision_recall
    WHERE reference = 'decoded'
    GROUP BY measure, contrast, given_scales, recall
),

best AS (
    FROM extraction_f1
    WHERE reference = 'decoded' AND measure IN ('tiled_l2', 'token_agreement') AND contrast IN ('canary_val', 'train_val')
),

point AS (
    SELECT measure, contrast, given_scales, 'curve' AS series, recall, precision FROM curve
    UNION ALL
    SELECT measure, contrast, given_scales, 'F1', recall, precision FROM best
    UNION ALL
    SELECT measure, contrast, given_scales, 'limit', limit_recall, limit_precision FROM best WHERE limit_precision IS NOT NULL
)

SELECT
    format(
        '{}|{:,} against {:,} images',
        if(contrast = 'canary_val', 'Canaries / validation', 'Training / validation'),
        max(best.positives) OVER (PARTITION BY contrast), max(best.negatives) OVER (PARTITION BY contrast)
    ) AS contrast,
    if(measure = 'tiled_l2', 'by tiled l2', 'by tokens that agree') AS measure,
    best.positives / (best.positives + best.negatives) AS prevalence,
    given_scales || if(given_scales = 1, ' scale given', ' scales given') AS given,
    given_scales,
    series,
    point.recall,
    point.precision
FROM point
JOIN best USING (measure, contrast, given_scales)
ORDER BY best.measure, best.contrast, given_scales, series, point.recall
