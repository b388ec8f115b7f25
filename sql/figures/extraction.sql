-- How many of the candidates come out of the model, by how many of their scales are given: nearer to what the decoder makes of the image's
-- own tokens than the threshold, which is taken from the validation images.
-- Section: Extraction
-- Grain: measure, number of given scales and population. Inputs: extraction, setting.
-- Population: the candidates of each class; empty where nothing was generated, or there are no validation images.
WITH shown AS (
    SELECT
        *,
        list_position(['tiled_l2', 'token_agreement', 'cosine', 'relative_l2', 'l2'], measure) AS place,
        list_position(['canary', 'train', 'image', 'val'], population) AS population_place,
        max(candidate_count) OVER (PARTITION BY population) AS tried
    FROM extraction
    WHERE reference = 'decoded'
    QUALIFY dense_rank() OVER (ORDER BY place) <= 3
)

SELECT
    format(
        'Exact 95% intervals · threshold: at most {:.3g}% of the validation images',
        100 * (SELECT value::DOUBLE FROM setting WHERE key = 'extraction_false_positives')
    ) AS subtitle,
    CASE measure
        WHEN 'tiled_l2' THEN 'by tiled l2'
        WHEN 'token_agreement' THEN 'by tokens that agree'
        WHEN 'cosine' THEN 'by cosine of embeddings'
        WHEN 'l2' THEN 'by l2'
        ELSE 'by relative l2'
    END AS measure,
    place,
    given_scales + (population_place - 2.5) * 0.1 AS given,
    format(
        '{} ({:,})',
        CASE population WHEN 'canary' THEN 'canaries' WHEN 'train' THEN 'other training images' WHEN 'val' THEN 'validation images' ELSE 'images' END,
        tried
    ) AS population,
    population_place,
    share,
    share_low,
    share_high
FROM shown
ORDER BY place, population_place, given_scales
