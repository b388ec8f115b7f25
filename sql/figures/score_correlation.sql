-- How far scores order the images alike: Spearman's rank correlation of likelihood scores, UnitMem and the pictures' statistics, each
-- oriented so that higher speaks for a member. Of families with a share k the one of 20%, of SURP that of an entropy below 4.
-- Section: Membership
-- Grain: two scores. Inputs: score_correlation, score.
-- Population: all images; empty where there is no likelihood.
WITH shown AS (
    SELECT DISTINCT
        part,
        score,
        if(part = 'picture', 3, if(part = 'likelihood', if(starts_with(score, 'cfg_'), 1, 0), 2)) AS kind,
        regexp_replace(score, '^cfg_', '') AS name
    FROM score_correlation
    WHERE part <> 'tokenizer' AND (score NOT SIMILAR TO '.*_[0-9]+' OR score SIMILAR TO '(cfg_)?(mink|minkpp|surp_4)_20')
        AND EXISTS (FROM score_correlation WHERE part = 'likelihood')
),

placed AS (
    SELECT
        *,
        row_number() OVER (
            ORDER BY kind, list_position(['loss', 'zlib', 'hinge', 'mink_20', 'minkpp_20', 'surp_4_20'], name) NULLS LAST, name
        ) AS place
    FROM shown
)

SELECT
    one.score AS score,
    other.score AS other_score,
    rho,
    image_count
FROM score_correlation
JOIN placed AS one USING (part, score)
JOIN placed AS other ON other.part = other_part AND other.score = other_score
ORDER BY one.place, other.place
