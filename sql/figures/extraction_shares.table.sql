-- Title: Images that come out
-- How many of the candidates are extracted: nearer to what the decoder makes of the image's own tokens than the threshold, at which at most
-- the share of the validation images that was asked for is called extracted. Exact intervals of 95%. The largest F1 is chosen with the
-- truth at hand.
-- Section: Extraction
-- Grain: measure, number of given scales and population. Inputs: extraction, extraction_f1.
-- Population: the candidates of each class; empty where nothing was generated, or there are no validation images.
SELECT
    measure,
    given_scales AS "given scales",
    population,
    candidate_count AS tried,
    extracted_count AS extracted,
    round(100 * share, 1) AS "%",
    format('{:.1f} to {:.1f}', 100 * share_low, 100 * share_high) AS "interval, %",
    round(extraction.threshold, 4) AS threshold,
    round(best.threshold, 4) AS "F1 threshold",
    round(best.f1, 3) AS F1
FROM extraction
LEFT JOIN extraction_f1 AS best
    ON best.contrast = CASE population WHEN 'canary' THEN 'canary_val' WHEN 'train' THEN 'train_val' END
        AND (best.given_scales, best.reference, best.measure) = (extraction.given_scales, extraction.reference, extraction.measure)
WHERE extraction.reference = 'decoded'
ORDER BY list_position(['tiled_l2', 'l2', 'relative_l2', 'token_agreement', 'cosine'], measure), given_scales,
    list_position(['canary', 'train', 'image', 'val'], population)
