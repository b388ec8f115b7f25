-- What training saved images, beside what the transformer could hold of them.
-- Grain:  one row per population: train (all training images, canaries too), and where canaries are known canary and other (the rest); none
--         without validation images.
-- Inputs: bits_saved, image, model. The interval is filled in by the statistic of this name, which draws images again.
--
--     parameter_bits_per_image = parameters of the transformer * 32 / training images in this database
--
-- The images measured may be few of those that the model was trained on, which the database does not know: then the transformer had fewer
-- parameters an image than this says. 32 bits are what a parameter takes, and more than it can be expected to hold.

CREATE OR REPLACE TABLE capacity AS
WITH
populated AS (
    SELECT 'train' AS population, bits_saved
    FROM bits_saved
    UNION ALL
    SELECT if(is_canary, 'canary', 'other') AS population, bits_saved
    FROM bits_saved
    WHERE EXISTS (FROM bits_saved WHERE is_canary)
),

known AS (
    SELECT count(*) AS training_images
    FROM image
    WHERE split IS DISTINCT FROM 'val' AND (split = 'train' OR canary IS NOT NULL)
),

transformer AS (
    SELECT max(parameters) AS parameters
    FROM model
    WHERE part = 'transformer'
),

final AS (
    SELECT
        population,
        count(*) AS image_count,
        avg(bits_saved ORDER BY bits_saved) AS bits_saved_mean,
        NULL::DOUBLE AS bits_saved_low,
        NULL::DOUBLE AS bits_saved_high,
        count(*) FILTER (WHERE bits_saved > 0) / count(*) AS share_saved,
        parameters,
        training_images,
        parameters * 32 / training_images AS parameter_bits_per_image
    FROM populated
    CROSS JOIN known
    CROSS JOIN transformer
    GROUP BY population, parameters, training_images
)

SELECT * FROM final ORDER BY population = 'train' DESC, population;

COMMENT ON TABLE  capacity                          IS 'What training saved images, beside what the transformer could hold: one row per population.';
COMMENT ON COLUMN capacity.population               IS 'train: all training images, canaries too; canary: those; other: the rest.';
COMMENT ON COLUMN capacity.image_count              IS 'Images of it.';
COMMENT ON COLUMN capacity.bits_saved_mean          IS 'Mean of bits_saved: 0 for images that are as likely as held-out ones.';
COMMENT ON COLUMN capacity.bits_saved_low           IS 'Lower end of its image-bootstrap interval, 95 %, over training and validation images; NULL without draws.';
COMMENT ON COLUMN capacity.bits_saved_high          IS 'Its upper end.';
COMMENT ON COLUMN capacity.share_saved              IS 'Share of the images with bits_saved above 0.';
COMMENT ON COLUMN capacity.parameters               IS 'Parameters of the transformer; NULL where not known.';
COMMENT ON COLUMN capacity.training_images          IS 'Training images in this database, which may be few of those trained on.';
COMMENT ON COLUMN capacity.parameter_bits_per_image IS 'Bits that the parameters take for each of them.';
