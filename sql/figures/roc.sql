-- How well the network's scores of an image find those that are known to have been trained on, or trained on more often.
-- Section: Ground truth
-- Grain: part, contrast, score and point of the ROC curve. Inputs: roc, ground_truth.
-- Population: the images of each contrast; empty where there is none. One picture a part (transformer, tokenizer).
WITH stepped AS (
    SELECT
        *,
        true_positives - lag(true_positives, 1, 0) OVER falling AS gained,
        false_positives - lag(false_positives, 1, 0) OVER falling AS lost
    FROM roc
    WHERE part NOT IN ('picture', 'likelihood')
    WINDOW falling AS (PARTITION BY contrast, part, score ORDER BY true_positives + false_positives)
),

-- The end of every straight piece is enough.
corner AS (
    SELECT contrast, part, score, fpr, tpr
    FROM stepped
    WINDOW falling AS (PARTITION BY contrast, part, score ORDER BY true_positives + false_positives)
    QUALIFY (gained * lead(lost) OVER falling = lost * lead(gained) OVER falling) IS DISTINCT FROM TRUE
),

curve AS (
    FROM corner
    UNION ALL
    SELECT contrast, part, score, 0, 0
    FROM ground_truth
    WHERE part NOT IN ('picture', 'likelihood')
)

SELECT
    format('{} · AUROC with its 95% permutation interval · diagonal: chance', upper(part[1]) || part[2:]) AS subtitle,
    part,
    format(
        '{}|{:,} against {:,} images',
        CASE contrast
            WHEN 'canary_train' THEN 'Canaries / other training'
            WHEN 'canary_val' THEN 'Canaries / validation'
            WHEN 'train_val' THEN 'Training / validation'
            ELSE contrast
        END,
        positives, negatives
    ) AS contrast,
    CASE score
        WHEN 'num_mem_units' THEN 'NumMemUnits'
        WHEN 'units_owned' THEN 'units owned'
        WHEN 'unit_mem_owned' THEN 'sum of UnitMem owned'
        WHEN 'unit_mem_max' THEN 'largest UnitMem owned'
        WHEN 'mean_mu_rank' THEN 'mean rank of μ'
        ELSE replace(score, '_', ' ')
    END AS score,
    fpr,
    tpr,
    if(tpr = 0 AND fpr = 0, dense_rank() OVER (PARTITION BY part ORDER BY curve.score), NULL) AS line,
    format('{:.2f}', auroc) || coalesce(format(' ({:.2f}–{:.2f})', auroc_low, auroc_high), '') AS label
FROM curve
JOIN ground_truth USING (contrast, part, score)
ORDER BY part DESC, curve.contrast, curve.score, fpr, tpr
