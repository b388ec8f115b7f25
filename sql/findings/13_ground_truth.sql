-- How well the network's scores find the images that are known to have been trained on: the score that is furthest from chance, and NumMemUnits.
WITH
named AS (
    SELECT
        *,
        CASE contrast
            WHEN 'canary_train' THEN 'Canaries against other training images'
            WHEN 'canary_val' THEN 'Canaries against validation images'
            ELSE 'Training against validation images'
        END AS words,
        count(*) OVER (PARTITION BY contrast, part) AS score_count,
        row_number() OVER (PARTITION BY contrast, part ORDER BY abs(auroc - permutation_mean) DESC, score) AS rank
    FROM ground_truth
    WHERE part NOT IN ('picture', 'likelihood') AND p IS NOT NULL
)

SELECT
    part,
    format('{} ({:,} and {:,}): ', any_value(words), any_value(positives), any_value(negatives)) || string_agg(
        format(
            '{} has AUROC {:.2f} (interval {:.2f} to {:.2f}, {}) and finds {} at a false positive rate of 1%',
            if(rank = 1 AND score_count > 1, format('the furthest from chance of {} scores, {},', score_count, score), score),
            auroc, auroc_low, auroc_high, p_value(p), percent(tpr_at_1_percent)
        ),
        '; '
        ORDER BY score <> 'num_mem_units'
    ) || '.' AS sentence
FROM named
WHERE rank = 1 OR score = 'num_mem_units'
GROUP BY part, contrast
ORDER BY contrast
