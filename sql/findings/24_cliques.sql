-- Whether free samples of a class agree among themselves, and on which training image.
WITH
named AS (
    SELECT clique.*, coalesce(class_name, 'no class') AS class_name
    FROM clique
    LEFT JOIN (SELECT class_id, any_value(class_name ORDER BY image_id) AS class_name FROM image GROUP BY class_id) AS of_class ON class_id = label
),

-- The training image that most members are nearest to.
copied AS (
    SELECT clique_member.label, path
    FROM clique_member
    JOIN similarity USING (generation_id)
    JOIN image ON image.image_id = similarity.image_id
    WHERE reference = 'nearest_train' AND measure = 'tiled_l2'
    GROUP BY clique_member.label, path
    QUALIFY row_number() OVER (PARTITION BY clique_member.label ORDER BY count(*) DESC, path) = 1
),

largest AS (
    SELECT
        format(
            '; most agree among {}: {:,} of {:,}{}', class_name, clique_size, sample_count, coalesce(', nearest to ' || path, '')
        ) AS words
    FROM named
    LEFT JOIN copied USING (label)
    WHERE clique_size > 1
    ORDER BY clique_size DESC, label
    LIMIT 1
)

SELECT
    'transformer' AS part,
    format(
        'Of {} {} of one class look alike (tiled l2 below {:.3f}){}.',
        plural(sum(sample_count)::BIGINT, 'free sample'),
        if(sum(pair_count) = 0, 'no two', plural(sum(pair_count)::BIGINT, 'pair')),
        (SELECT value::DOUBLE FROM setting WHERE key = 'extraction_pair_threshold'),
        coalesce((SELECT words FROM largest), '')
    ) AS sentence
FROM named
WHERE (SELECT value FROM setting WHERE key = 'extraction_pair_threshold') IS NOT NULL
HAVING count(*) > 0
