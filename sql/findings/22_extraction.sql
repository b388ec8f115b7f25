-- How many images come out of the model, by how many of their scales are given.
WITH
chosen AS (
    SELECT *, bool_or(population = 'canary') OVER () AS has_canaries
    FROM extraction
    WHERE reference = 'decoded' AND measure IN ('tiled_l2', 'token_agreement', 'cosine')
),

said AS (
    SELECT
        measure,
        population,
        format(
            'of {:,} {} {} ({} at most, interval {:.1f} to {:.1f}%)',
            max(candidate_count),
            CASE
                WHEN population = 'canary' THEN 'canar' || if(max(candidate_count) = 1, 'y', 'ies')
                ELSE
                    CASE population WHEN 'train' THEN if(any_value(has_canaries), 'other ', '') || 'training ' WHEN 'val' THEN 'validation ' ELSE '' END
                    || if(max(candidate_count) = 1, 'image', 'images')
            END,
            enumerated(list(format('{:,}', extracted_count) ORDER BY given_scales)),
            percent(max(share)),
            100 * arg_max(share_low, (share, given_scales)),
            100 * arg_max(share_high, (share, given_scales))
        ) AS counts,
        list(given_scales ORDER BY given_scales) AS given
    FROM chosen
    GROUP BY measure, population
)

SELECT
    'transformer' AS part,
    format(
        'Extracted by {} with {} scales given: {}; nearer to the decoded image than all but {} of the validation images.',
        CASE measure WHEN 'tiled_l2' THEN 'tiled l2' WHEN 'cosine' THEN 'cosine' ELSE 'the tokens that agree' END,
        enumerated(list_transform(arg_max(given, len(given)), lambda scales: scales::VARCHAR)),
        array_to_string(list(counts ORDER BY list_position(['canary', 'train', 'image', 'val'], population)), ', '),
        percent((SELECT value::DOUBLE FROM setting WHERE key = 'extraction_false_positives'))
    ) AS sentence
FROM said
GROUP BY measure
ORDER BY list_position(['tiled_l2', 'token_agreement', 'cosine'], measure)
