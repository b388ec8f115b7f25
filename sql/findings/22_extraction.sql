-- How many images come out of the model, by how many of their scales are given.
WITH
chosen AS (
    SELECT *, bool_or(population = 'canary') OVER () AS has_canaries
    FROM extraction
    WHERE reference = 'decoded' AND measure = 'tiled_l2'
),

said AS (
    SELECT
        population,
        format(
            'of {:,} {} {} ({} to {} at most)',
            max(candidate_count),
            CASE population
                WHEN 'canary' THEN 'canaries'
                WHEN 'train' THEN if(any_value(has_canaries), 'other training images', 'training images')
                WHEN 'val' THEN 'validation images'
                ELSE 'images'
            END,
            enumerated(list(format('{:,}', extracted_count) ORDER BY given_scales)),
            percent(arg_max(share_low, (share, given_scales))),
            percent(arg_max(share_high, (share, given_scales)))
        ) AS counts,
        list(given_scales ORDER BY given_scales) AS given
    FROM chosen
    GROUP BY population
)

SELECT
    'transformer' AS part,
    format(
        'Extracted with {} scales given: {}; nearer to the decoded image by tiled l2 than all but {} of the validation images.',
        (SELECT enumerated(list_transform(given, lambda scales: scales::VARCHAR)) FROM said ORDER BY len(given) DESC LIMIT 1),
        array_to_string(list(counts ORDER BY list_position(['canary', 'train', 'image', 'val'], population)), ', '),
        percent((SELECT value::DOUBLE FROM setting WHERE key = 'extraction_false_positives'))
    ) AS sentence
FROM said
HAVING count(*) > 0
