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
        'Free samples of {} look alike in {} (tiled l2 below {:.3f}); the largest clique, {} of {:,} samples, is of {}.',
        plural(count(*), 'class' || if(count(*) = 1, '', 'e')),
        plural(sum(pair_count)::BIGINT, 'pair'),
        (SELECT value::DOUBLE FROM setting WHERE key = 'extraction_pair_threshold'),
        max(clique_size), arg_max(sample_count, clique_size), arg_max(class_name, clique_size)
    ) AS sentence
FROM named
WHERE (SELECT value FROM setting WHERE key = 'extraction_pair_threshold') IS NOT NULL
HAVING count(*) > 0
