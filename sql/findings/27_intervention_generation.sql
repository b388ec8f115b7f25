-- What the chosen units do to continuations of the images that own them; for the factor that is nearest to 0.
WITH
dosed AS (
    SELECT *
    FROM continuation_response
    WHERE image_group IN ('owner', 'val') AND measure IN ('token_agreement', 'extracted')
    QUALIFY rank() OVER (ORDER BY abs(factor), factor DESC) = 1
),

by_measure AS (
    SELECT
        factor,
        image_group,
        measure,
        any_value(image_count) AS image_count,
        any_value(as_it_is) AS as_it_is,
        any_value(as_it_is + change) AS under,
        string_agg(format('{} {}, {}', control, percent(as_it_is + control_mean), p_value(p)), '; ' ORDER BY control DESC) FILTER (WHERE draws > 0) AS controls
    FROM dosed
    GROUP BY ALL
),

worded AS (
    SELECT
        factor,
        format(
            '{} of {} {} from {} to {}{}',
            if(measure = 'extracted', 'the share extracted', 'the tokens that agree'),
            plural(image_count, if(image_group = 'owner', 'owner', 'validation image')),
            if(measure = 'extracted', 'goes', 'go'),
            percent(as_it_is), percent(under), coalesce(format(' ({})', controls), '')
        ) AS words,
        image_group,
        measure
    FROM by_measure
)

SELECT
    'transformer' AS part,
    format(
        'Where an image''s first {} given, and the rest generated with these units {}, {}.',
        (SELECT if(value = '1', 'scale is', format('{} scales are', value)) FROM setting WHERE key = 'intervention_given_scales'),
        if(any_value(factor) = 0, 'taken out', format('multiplied by {:g}', any_value(factor))),
        enumerated(list(words ORDER BY image_group, measure DESC))
    ) AS sentence
FROM worded
HAVING count(*) > 0
