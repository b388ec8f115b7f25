-- Whether free samples are nearer to training images than to validation images, and to which.
WITH
num AS (
    FROM nearest_ratio
    WHERE measure = 'l2' AND ratio IS NOT NULL
),

correlated AS (
    SELECT score, rho
    FROM nearest_ratio_score
    WHERE measure = 'l2' AND rho IS NOT NULL AND part IN ('transformer', 'likelihood') AND score IN ('num_mem_units', 'units_owned', 'loss', 'minkpp_20')
)

SELECT
    'transformer' AS part,
    format(
        'Of {} {} are nearer to a training than to any validation image (median ratio of the distances {:.2f}); how much nearer goes with the nearest image''s {} (rank correlation, positive where it calls the image memorized).',
        plural(count(*), 'free sample'),
        percent(count(*) FILTER (WHERE ratio < 1) / count(*)),
        median(ratio),
        (SELECT enumerated(list(format('{} ({:+.2f})', score, rho) ORDER BY score)) FROM correlated)
    ) AS sentence
FROM num
HAVING count(*) > 0
