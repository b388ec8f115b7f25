-- Do training images own more units than validation images? The verdict is a permutation test's, over images.
SELECT
    part,
    format(
        'Training images own {} of {} ({:,} of {:,}), {:.1f} points {} than the {} expected without memorization'
        || ' ({}{} over {} within classes): {}.',
        percent(observed),
        if(unit_set = 'all', 'all units', unit_set),
        owned_by_train,
        unit_count,
        abs(100 * effect),
        if(effect < 0, 'less', 'more'),
        percent(exact_mean),
        coalesce(format('95% interval {:.1f} to {:.1f}%; ', 100 * bootstrap_low, 100 * bootstrap_high), ''),
        p_value(p),
        plural(value::BIGINT, 'permutation'),
        if(verdict = 'same', 'no different from chance', verdict)
    ) AS sentence
FROM train_val_test
JOIN setting ON key = 'permutations'
WHERE grouping = 'overall' AND statistic = 'train_share' AND p IS NOT NULL
ORDER BY unit_set = 'U10'
