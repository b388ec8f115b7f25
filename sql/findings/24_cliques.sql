-- Whether free samples of a class agree among themselves.
WITH
named AS (
    SELECT clique.*, coalesce(class_name, 'no class') AS class_name
    FROM clique
    LEFT JOIN (SELECT class_id, any_value(class_name ORDER BY image_id) AS class_name FROM image GROUP BY class_id) AS of_class ON class_id = label
)

SELECT
    'transformer' AS part,
    format(
        'Of {} {} of one class look alike (tiled l2 below {:.3f}){}.',
        plural(sum(sample_count)::BIGINT, 'free sample'),
        if(sum(pair_count) = 0, 'no two', plural(sum(pair_count)::BIGINT, 'pair')),
        (SELECT value::DOUBLE FROM setting WHERE key = 'extraction_pair_threshold'),
        if(
            max(clique_size) > 1,
            format('; most agree among {}: {:,} of {:,}', arg_max(class_name, clique_size), max(clique_size), arg_max(sample_count, clique_size)),
            ''
        )
    ) AS sentence
FROM named
WHERE (SELECT value FROM setting WHERE key = 'extraction_pair_threshold') IS NOT NULL
HAVING count(*) > 0
