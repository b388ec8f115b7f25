-- How well every score of an image finds those that are known to have been trained on, or trained on more often; what the pixels alone
-- say is the control, for they know nothing of the training.
-- Section: Ground truth
-- Grain: part, contrast and score. Inputs: ground_truth.
-- Population: the images of each contrast; empty where there is none. One picture a part (transformer, tokenizer).
WITH scored AS (
    SELECT *, part AS shown_part, 'of the network' AS kind_of_score
    FROM ground_truth
    WHERE part NOT IN ('picture', 'likelihood')
    UNION ALL
    SELECT picture.*, network.part, 'of the picture alone (control)'
    FROM ground_truth AS picture
    JOIN (SELECT DISTINCT contrast, part FROM ground_truth WHERE part NOT IN ('picture', 'likelihood')) AS network USING (contrast)
    WHERE picture.part = 'picture'
)

SELECT
    format('{} · bars: 95% permutation intervals · line: chance', upper(shown_part[1]) || shown_part[2:]) AS subtitle,
    shown_part AS part,
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
    kind_of_score,
    auroc,
    auroc_low,
    auroc_high
FROM scored
ORDER BY shown_part DESC, scored.contrast, kind_of_score, scored.score
