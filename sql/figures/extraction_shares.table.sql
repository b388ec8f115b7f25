-- Title: Images that come out
-- How many of the candidates are extracted: nearer to what the decoder makes of the image's own tokens than the threshold, at which at most
-- the share of the validation images that was asked for is called extracted. Exact intervals of 95%. The largest F1 is that of telling
-- canaries, else training images, from validation images; it is chosen with the truth at hand.
-- Section: Extraction
-- Grain: measure and number of given scales. Inputs: extraction, extraction_f1.
-- Population: the candidates of each class; empty where nothing was generated, or there are no validation images.
WITH
counted AS (
    SELECT
        *,
        format('{:,} of {:,} ({:.1f} to {:.1f}%)', extracted_count, candidate_count, 100 * share_low, 100 * share_high) AS count
    FROM extraction
    WHERE reference = 'decoded'
),

best AS (
    FROM extraction_f1
    WHERE reference = 'decoded' AND contrast IN ('canary_val', 'train_val')
    QUALIFY row_number() OVER (PARTITION BY given_scales, measure ORDER BY contrast) = 1
)

SELECT
    counted.measure,
    counted.given_scales AS "given scales",
    round(counted.threshold, 4) AS threshold,
    any_value(count) FILTER (WHERE population = 'canary') AS canaries,
    any_value(count) FILTER (WHERE population IN ('train', 'image')) AS "other training images",
    any_value(count) FILTER (WHERE population = 'val') AS "validation images",
    round(any_value(best.threshold), 4) AS "F1 threshold",
    round(any_value(best.f1), 3) AS F1
FROM counted
LEFT JOIN best ON (best.given_scales, best.measure) = (counted.given_scales, counted.measure)
GROUP BY counted.measure, counted.given_scales, counted.threshold
ORDER BY list_position(['tiled_l2', 'l2', 'relative_l2', 'token_agreement', 'cosine'], counted.measure), counted.given_scales
