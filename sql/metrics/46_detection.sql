-- How many images it takes to show that they were trained on: the smallest n with a mean p of at most 0.01.
-- Grain:  one row per kind of members and method.
-- Inputs: dataset_inference.

CREATE OR REPLACE TABLE detection AS
WITH
final AS (
    SELECT
        members,
        method,
        min(image_count) FILTER (WHERE p_mean <= 0.01) AS images_needed,
        max(image_count) AS images_tried,
        min(p_mean) AS p_mean_min,
        arg_max(p_mean, image_count) AS p_mean_last,
        arg_max(share_found, image_count) AS share_found_last
    FROM dataset_inference
    GROUP BY members, method
)

SELECT * FROM final ORDER BY members, method;

COMMENT ON TABLE  detection                  IS 'How many images it takes to show that they were trained on: one row per members and method.';
COMMENT ON COLUMN detection.members          IS 'As in dataset_inference: train, canary, or val, the negative control.';
COMMENT ON COLUMN detection.method           IS 'sum or weighted.';
COMMENT ON COLUMN detection.images_needed    IS 'Smallest n with mean p <= 0.01; NULL where there is none, as there should not be for val.';
COMMENT ON COLUMN detection.images_tried     IS 'Largest n.';
COMMENT ON COLUMN detection.p_mean_min       IS 'Lowest mean p of any n.';
COMMENT ON COLUMN detection.p_mean_last      IS 'Mean p of the largest n.';
COMMENT ON COLUMN detection.share_found_last IS 'Share of the draws of the largest n with p <= 0.01.';
