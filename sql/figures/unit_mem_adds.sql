-- What UnitMem knows of the training beyond the likelihood: how well logistic regressions on either kind of score, and on both, tell images
-- apart that they have not seen.
-- Section: Membership
-- Grain: part, contrast and kind of scores. Inputs: unit_mem_adds.
-- Population: the images of each contrast; empty where there is none. One picture a part whose units are scored (transformer, tokenizer).
WITH told AS (
    SELECT part, contrast, 1 AS place, 'likelihood' AS scores, auroc_likelihood AS auroc, auroc_likelihood_low AS low, auroc_likelihood_high AS high
    FROM unit_mem_adds
    UNION ALL
    SELECT part, contrast, 2, 'UnitMem', auroc_unit_mem, auroc_unit_mem_low, auroc_unit_mem_high
    FROM unit_mem_adds
    UNION ALL
    SELECT part, contrast, 3, 'both', auroc_both, auroc_both_low, auroc_both_high
    FROM unit_mem_adds
)

SELECT
    format('{} · bars: 95% image-bootstrap intervals · line: chance', upper(part[1]) || part[2:]) AS subtitle,
    part,
    format(
        '{} ({:,} and {:,}): UnitMem adds {} ({} to {})',
        CASE contrast
            WHEN 'canary_train' THEN 'Canaries / other training'
            WHEN 'canary_val' THEN 'Canaries / validation'
            WHEN 'train_val' THEN 'Training / validation'
            ELSE contrast
        END,
        positives, negatives,
        replace(format('{:+.3f}', added), '-', '−'), replace(format('{:+.3f}', added_low), '-', '−'), replace(format('{:+.3f}', added_high), '-', '−')
    ) AS contrast,
    scores,
    auroc,
    low,
    high,
    format('{:.2f}', auroc) AS label
FROM told
JOIN unit_mem_adds USING (part, contrast)
ORDER BY part DESC, told.contrast, place
