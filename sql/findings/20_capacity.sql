-- How many bits training saved an image, beside those of the parameters.
SELECT
    'likelihood' AS part,
    'Training saved '
    || enumerated(list(
        format(
            '{:,.1f} bits a crop on {}{}',
            bits_saved_mean,
            CASE population
                WHEN 'train' THEN plural(image_count, 'training image')
                WHEN 'canary' THEN format('the {} of them that {}', if(image_count = 1, 'one', format('{:,}', image_count)), if(image_count = 1, 'is a canary', 'are canaries'))
                ELSE 'the others'
            END,
            coalesce(format(' (95% interval {:,.1f} to {:,.1f})', bits_saved_low, bits_saved_high), '')
        )
        ORDER BY list_position(['train', 'canary', 'other'], population)
    ))
    || ', against held-out images of their class'
    || coalesce(
        format(
            '; the parameters take {:,.0f} bits for each of {} measured, though it may have been trained on more',
            any_value(parameter_bits_per_image), plural(any_value(training_images), 'training image')
        ),
        ''
    )
    || '.' AS sentence
FROM capacity
HAVING count(*) > 0
