-- Where the images lie that a score picks: among the least likely, among the likeliest, or in between.
SELECT
    part,
    format(
        'Of {} {}, {} lie in the least likely tenth of the images and {} in the likeliest (10.0% each if unrelated).',
        plural(sum(top_count)::BIGINT, 'image'),
        CASE score
            WHEN 'num_mem_units' THEN 'with most units of U10'
            WHEN 'units_owned' THEN 'with most units'
            ELSE 'with the lowest loss of label less null class'
        END,
        percent(sum(share_of_top) FILTER (WHERE bin = 1)),
        percent(sum(share_of_top) FILTER (WHERE bin = 10))
    ) AS sentence
FROM likelihood_bins
GROUP BY part, score
HAVING max(bin) = 10
ORDER BY list_position(['num_mem_units', 'units_owned', 'cfg_loss'], score)
