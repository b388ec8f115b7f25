-- How well likelihood tells images of the training from others: the score with the highest AUROC, and its family with the choice made elsewhere.
WITH
ranked AS (
    SELECT
        *,
        regexp_replace(score, '(_[0-9]+)+$', '') AS family,
        count(*) OVER (PARTITION BY contrast) AS score_count,
        row_number() OVER (PARTITION BY contrast ORDER BY auroc DESC, score) AS rank
    FROM ground_truth
    WHERE part = 'likelihood' AND covers_all AND p IS NOT NULL
)

SELECT
    part,
    format(
        'By likelihood, {} ({:,} and {:,}): {} has AUROC {:.2f} (interval {:.2f} to {:.2f}, {} after Holm) and finds {} ({} to {}) at a false positive rate of 1%{}.',
        CASE contrast
            WHEN 'canary_train' THEN 'canaries against other training images'
            WHEN 'canary_val' THEN 'canaries against validation images'
            ELSE 'training against validation images'
        END,
        ranked.positives,
        ranked.negatives,
        if(score_count > 1, format('the best of {:,} scores, {},', score_count, score), score),
        ranked.auroc,
        ranked.auroc_low,
        ranked.auroc_high,
        p_value(p_holm),
        percent(ranked.tpr_at_1_percent),
        percent(ranked.tpr_at_1_percent_low),
        percent(ranked.tpr_at_1_percent_high),
        coalesce(
            format(
                '; with the one of {} chosen on other images, AUROC {:.2f} ({:.2f} to {:.2f}) and {}',
                family, nested.auroc, nested.auroc_low, nested.auroc_high, percent(nested.tpr_at_1_percent)
            ),
            ''
        )
    ) AS sentence
FROM ranked
LEFT JOIN nested_choice AS nested USING (contrast, family)
WHERE rank = 1
ORDER BY contrast
