-- Where the images lie that a score picks: among the least or the most likely, or in between.
SELECT
    if(part = 'likelihood', 'transformer', part) AS part,
    format(
        'Of the {} {}, {} in the least likely tenth of the images that are not of validation, {} in the likeliest, and {} in the eight tenths between.',
        plural(sum(top_count)::BIGINT, 'image'),
        CASE score
            WHEN 'num_mem_units' THEN 'with most units of U10'
            WHEN 'units_owned' THEN 'that own most units'
            ELSE 'with the lowest loss of label less null class'
        END,
        percent(sum(share_of_top) FILTER (WHERE bin = 1)),
        percent(sum(share_of_top) FILTER (WHERE bin = 10)),
        percent(sum(share_of_top) FILTER (WHERE bin BETWEEN 2 AND 9))
    ) AS sentence
FROM likelihood_bins
GROUP BY likelihood_bins.part, score
HAVING max(bin) = 10
ORDER BY list_position(['num_mem_units', 'units_owned', 'cfg_loss'], score)
