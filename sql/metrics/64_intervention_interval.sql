-- How sure the effect of the chosen units is, and what it is beyond that of other units: image-bootstrap intervals.
-- Grain:  one row per factor, scale, image group or two of them, and control or none.
-- Inputs: intervention, intervention_likelihood, intervention_image; settings 'permutations' and 'analysis_seed'. Filled by the statistic
--         of this name, none with 'permutations' 0.
--
--     nll_change of each image, less the mean of it over the draws of the control; the images of each group drawn with replacement, as many
--     as there are; the middle 95 % of the group's mean, or of the difference or ratio of two groups' means (the ratio with
--     nothing taken off). The units, and the draws of the
--     controls, stay as they are.

CREATE OR REPLACE TABLE intervention_interval (
    factor          DOUBLE NOT NULL,
    scale           TINYINT,
    image_group     VARCHAR NOT NULL,
    control         VARCHAR,
    nll_change      DOUBLE NOT NULL,
    nll_change_low  DOUBLE NOT NULL,
    nll_change_high DOUBLE NOT NULL
);

COMMENT ON TABLE  intervention_interval                 IS 'Image-bootstrap intervals of what the chosen units do: one row per factor, scale, image group or two of them, and control or none.';
COMMENT ON COLUMN intervention_interval.factor          IS 'As in table intervention.';
COMMENT ON COLUMN intervention_interval.scale           IS 'As in table intervention.';
COMMENT ON COLUMN intervention_interval.image_group     IS 'As in intervention_change.';
COMMENT ON COLUMN intervention_interval.control         IS 'What is taken off: the mean over the draws of random or matched units; NULL for nothing.';
COMMENT ON COLUMN intervention_interval.nll_change      IS 'Mean change of -log p of an image under the chosen units, less that, in nats.';
COMMENT ON COLUMN intervention_interval.nll_change_low  IS 'Lower end of its interval, 95 %.';
COMMENT ON COLUMN intervention_interval.nll_change_high IS 'Its upper end.';
