-- How many images show together that they were trained on; and that the control shows nothing.
WITH
worded AS (
    SELECT
        members,
        CASE members WHEN 'train' THEN 'training images' WHEN 'canary' THEN 'canaries' ELSE 'validation images in their place' END AS words,
        images_tried,
        -- Of both methods the one that needs fewer.
        arg_min(method, {'needed': coalesce(images_needed, 1000000000), 'p': p_mean_last, 'method': method}) AS method,
        min(images_needed) AS images_needed,
        min(p_mean_min) AS p_mean_min
    FROM detection
    GROUP BY members, images_tried
)

SELECT
    'likelihood' AS part,
    'How many images show together that they were trained on, by likelihood (mean p ≤ 0.01 against as many validation images): '
    || string_agg(
        if(
            images_needed IS NULL,
            format('up to {:,} {} are not told apart (lowest mean p {:.3f})', images_tried, words, p_mean_min),
            format('{:,} {} are enough ({})', images_needed, words, if(method = 'sum', 'scores summed', 'scores weighted'))
        ),
        '; '
        ORDER BY list_position(['train', 'canary', 'val'], members)
    )
    || '.' AS sentence
FROM worded
HAVING count(*) > 0
