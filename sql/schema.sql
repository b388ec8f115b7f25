-- VarMem's database: one model and one data set a file. Result tables are made by sql/metrics.
-- Bulk tables carry no primary key: an index costs four times the append, and the writer alone decides what goes in.

CREATE TABLE setting (
    key   VARCHAR NOT NULL,
    value VARCHAR
);
COMMENT ON TABLE  setting       IS 'What this file was made with: one row per setting of the extraction and of the analysis.';
COMMENT ON COLUMN setting.key   IS 'Name of the setting. Extractions into one file must agree in their layers and in all but images, hooks, those of a merge (merged, merged_images) and of the analysis: percentile, rest, permutations and analysis_seed, of duplicates: duplicate_threshold, duplicate_false_positives, duplicate_side and duplicate_tiles, of the extraction test: extraction_…, or of interventions: intervention_….';
COMMENT ON COLUMN setting.value IS 'Its value as text; NULL where it does not apply.';

CREATE TABLE model (
    part        VARCHAR NOT NULL,
    sha256      VARCHAR NOT NULL,
    parameters  BIGINT,
    description VARCHAR
);
COMMENT ON TABLE  model             IS 'The networks that were measured: one row per checkpoint.';
COMMENT ON COLUMN model.part        IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN model.sha256      IS 'SHA-256 of the checkpoint or ONNX file.';
COMMENT ON COLUMN model.parameters  IS 'Number of parameters; NULL where it is not known.';
COMMENT ON COLUMN model.description IS 'Its architecture, as JSON: depth, width, heads, scales and so on.';

CREATE TABLE image (
    image_id      INTEGER NOT NULL,
    path          VARCHAR NOT NULL,
    class_id      INTEGER,
    class_name    VARCHAR,
    split         VARCHAR,
    width         INTEGER,
    height        INTEGER,
    sha256        VARCHAR,
    train_repeats INTEGER,
    canary        BOOLEAN,
    done_at       TIMESTAMP NOT NULL
);
COMMENT ON TABLE  image               IS 'The images measured: one row per image, committed together with all of its activations.';
COMMENT ON COLUMN image.image_id      IS '0-based row of the manifest, or position in the order of split, class and path, or of tar shards and their members; the same whatever subset is measured.';
COMMENT ON COLUMN image.path          IS 'Path below the images folder, with forward slashes; it seeds the crops.';
COMMENT ON COLUMN image.class_id      IS 'The image''s own class, 0-based, which the transformer is conditioned on unless setting label_drop or shuffle_labels says otherwise; NULL where the images have none.';
COMMENT ON COLUMN image.class_name    IS 'Name of the class.';
COMMENT ON COLUMN image.split         IS 'train, val, or NULL where the source has no splits.';
COMMENT ON COLUMN image.width         IS 'Width of the file''s picture in pixels, before resizing.';
COMMENT ON COLUMN image.height        IS 'Height of the file''s picture in pixels, before resizing.';
COMMENT ON COLUMN image.sha256        IS 'SHA-256 of the image file.';
COMMENT ON COLUMN image.train_repeats IS 'How often a training epoch showed the image, where the manifest says so: ground truth for memorization.';
COMMENT ON COLUMN image.canary        IS 'Whether the image was planted to be memorized: as the manifest says, else whether train_repeats is above 1; NULL where neither is known.';
COMMENT ON COLUMN image.done_at       IS 'When the image''s activations were committed, UTC.';

CREATE TABLE image_statistic (
    image_id           INTEGER NOT NULL,
    luminance_mean     DOUBLE  NOT NULL,
    luminance_variance DOUBLE  NOT NULL,
    colourfulness      DOUBLE  NOT NULL,
    edge_density       DOUBLE  NOT NULL,
    high_frequency     DOUBLE  NOT NULL,
    entropy            DOUBLE  NOT NULL,
    constant_area      DOUBLE  NOT NULL,
    compressed_size    INTEGER NOT NULL
);
COMMENT ON TABLE  image_statistic                    IS 'What the images look like, in numbers: one row per image that is a file. Measured is what the network could see: the shorter side resized to the network''s side (Lanczos), the square in the middle, 8-bit RGB.';
COMMENT ON COLUMN image_statistic.image_id           IS 'The image, as in table image.';
COMMENT ON COLUMN image_statistic.luminance_mean     IS 'Mean of the luminance Y = (0.299 R + 0.587 G + 0.114 B)/255, 0 to 1.';
COMMENT ON COLUMN image_statistic.luminance_variance IS 'Population variance of Y.';
COMMENT ON COLUMN image_statistic.colourfulness      IS 'Hasler and Suesstrunk 2003: sqrt(var rg + var yb) + 0.3 sqrt(mean(rg)^2 + mean(yb)^2) with rg = R - G, yb = (R + G)/2 - B, on 0 to 255.';
COMMENT ON COLUMN image_statistic.edge_density       IS 'Share of the interior pixels at which the gradient of Y (Sobel''s kernels divided by 8) is longer than 0.1.';
COMMENT ON COLUMN image_statistic.high_frequency     IS 'Share of the energy of Y at radial frequencies above 0.25 cycles a pixel: of the squared 2-D Fourier transform of Y - mean(Y) under the separable Hann window (1 - cos(2 pi i/n))/2; 0 where there is no energy.';
COMMENT ON COLUMN image_statistic.entropy            IS 'Shannon''s entropy in nats of the histogram of 255 Y, rounded to whole numbers (256 bins).';
COMMENT ON COLUMN image_statistic.constant_area      IS 'Share of the interior pixels whose 3x3 neighbourhood spans at most 8 of 255 in each channel.';
COMMENT ON COLUMN image_statistic.compressed_size    IS 'Bytes of the picture as a PNG by libvips: zlib level 6, filter sub, no metadata.';

CREATE TABLE failure (
    image_id  INTEGER NOT NULL,
    path      VARCHAR NOT NULL,
    reason    VARCHAR NOT NULL,
    failed_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE  failure           IS 'Images that could not be measured: one row per image; tried again when the extraction is resumed.';
COMMENT ON COLUMN failure.image_id  IS 'As in table image.';
COMMENT ON COLUMN failure.path      IS 'Path below the images folder.';
COMMENT ON COLUMN failure.reason    IS 'What was wrong with the image.';
COMMENT ON COLUMN failure.failed_at IS 'When it was tried last, UTC.';

CREATE TABLE layer (
    layer_id   INTEGER NOT NULL,
    name       VARCHAR NOT NULL,
    part       VARCHAR NOT NULL,
    block      INTEGER,
    kind       VARCHAR NOT NULL,
    unit_count INTEGER NOT NULL,
    first_unit INTEGER NOT NULL
);
COMMENT ON TABLE  layer            IS 'The hooked layers in model order: one row per layer.';
COMMENT ON COLUMN layer.layer_id   IS 'Number of the layer in model order, 0-based.';
COMMENT ON COLUMN layer.name       IS 'Module path in the published PyTorch model, such as blocks.3.ffn.fc1; in any other network the tensor''s name.';
COMMENT ON COLUMN layer.part       IS 'transformer, tokenizer, or network for any other; each has a percentile and a U10 of its own.';
COMMENT ON COLUMN layer.block      IS 'Depth: index of the transformer block, or level of the tokenizer.';
COMMENT ON COLUMN layer.kind       IS 'Layer type: the path without its indices, such as ffn.fc1.';
COMMENT ON COLUMN layer.unit_count IS 'Number of output channels.';
COMMENT ON COLUMN layer.first_unit IS 'unit_id of its first unit.';

CREATE TABLE activation (
    image_id INTEGER NOT NULL,
    unit_id  INTEGER NOT NULL,
    mu       FLOAT   NOT NULL
);
COMMENT ON TABLE  activation          IS 'Mean absolute activations: one row per image and unit.';
COMMENT ON COLUMN activation.image_id IS 'The image, as in table image.';
COMMENT ON COLUMN activation.unit_id  IS 'The unit, as in view unit.';
COMMENT ON COLUMN activation.mu       IS 'mu: the mean of |activation| over all augmentations and positions (tokens or pixels).';

CREATE TABLE scale (
    scale       TINYINT NOT NULL,
    side        INTEGER NOT NULL,
    first_token INTEGER NOT NULL,
    token_count INTEGER NOT NULL
);
COMMENT ON TABLE  scale             IS 'The scales of the transformer''s tokens: one row per scale; none for a network without.';
COMMENT ON COLUMN scale.scale       IS 'Number of the scale, 0-based, from coarse to fine.';
COMMENT ON COLUMN scale.side        IS 'Tokens on a side, p_s.';
COMMENT ON COLUMN scale.first_token IS 'Position of its first token, 0-based.';
COMMENT ON COLUMN scale.token_count IS 'Its tokens, p_s^2: mu = sum of mu_s * token_count / sum of token_count, over the scales that the unit has.';

CREATE TABLE activation_scale (
    image_id INTEGER NOT NULL,
    unit_id  INTEGER NOT NULL,
    scale    TINYINT NOT NULL,
    mu       FLOAT   NOT NULL
);
COMMENT ON TABLE  activation_scale          IS 'Mean absolute activations of each scale alone: one row per image, transformer unit and scale; none without --per-scale.';
COMMENT ON COLUMN activation_scale.image_id IS 'The image, as in table image.';
COMMENT ON COLUMN activation_scale.unit_id  IS 'The unit, as in view unit.';
COMMENT ON COLUMN activation_scale.scale    IS 'The scale, as in table scale; the units of word_embed have none for scale 0, which it does not see.';
COMMENT ON COLUMN activation_scale.mu       IS 'mu_s: the mean of |activation| over all augmentations and the tokens of this scale.';

CREATE TABLE activation_noise (
    image_id       INTEGER NOT NULL,
    unit_id        INTEGER NOT NULL,
    standard_error FLOAT   NOT NULL
);
COMMENT ON TABLE  activation_noise                IS 'How sure the mean absolute activations are: one row per image and unit; none without --crop-noise.';
COMMENT ON COLUMN activation_noise.image_id       IS 'The image, as in table image.';
COMMENT ON COLUMN activation_noise.unit_id        IS 'The unit, as in view unit.';
COMMENT ON COLUMN activation_noise.standard_error IS 'Standard error of mu over the A augmentations, sqrt(sum of (mu_a - mu)^2 / (A - 1) / A), mu_a being the mean of augmentation a alone.';

CREATE TABLE likelihood (
    image_id              INTEGER NOT NULL,
    scale                 TINYINT NOT NULL,
    token_count           INTEGER NOT NULL,
    nll_sum               DOUBLE  NOT NULL,
    nll_unconditional_sum DOUBLE,
    entropy_sum           DOUBLE  NOT NULL,
    rank_sum              BIGINT  NOT NULL,
    top_count             INTEGER NOT NULL
);
COMMENT ON TABLE  likelihood                       IS 'How likely the transformer holds an image''s tokens, teacher-forced: one row per image and scale, summed over all augmentations and tokens of the scale; none without --likelihood.';
COMMENT ON COLUMN likelihood.image_id              IS 'The image, as in table image.';
COMMENT ON COLUMN likelihood.scale                 IS 'The scale, as in table scale.';
COMMENT ON COLUMN likelihood.token_count           IS 'Tokens summed over: A p_s^2.';
COMMENT ON COLUMN likelihood.nll_sum               IS 'Sum of -log p(y) of the true token y, given the crop''s label; in nats.';
COMMENT ON COLUMN likelihood.nll_unconditional_sum IS 'The same with the null class for a label; NULL without --unconditional.';
COMMENT ON COLUMN likelihood.entropy_sum           IS 'Sum of the entropy -sum p log p of the distribution that y is drawn from; in nats.';
COMMENT ON COLUMN likelihood.rank_sum              IS 'Sum of the rank of y among all codes: 1 for the likeliest, 1 + codes with a larger logit.';
COMMENT ON COLUMN likelihood.top_count             IS 'Tokens of rank 1.';

CREATE TABLE membership_score (
    image_id INTEGER NOT NULL,
    score    VARCHAR NOT NULL,
    value    DOUBLE  NOT NULL
);
COMMENT ON TABLE  membership_score          IS 'What the likelihood of an image''s tokens says about its having been trained on: one row per image and score that it has; none without --likelihood.';
COMMENT ON COLUMN membership_score.image_id IS 'The image, as in table image.';
COMMENT ON COLUMN membership_score.score    IS 'Name of the score, as in table score; cfg_ before it where the logits are those of the label less those of the null class.';
COMMENT ON COLUMN membership_score.value    IS 'Mean of the score over the augmentations that have it.';

CREATE TABLE token_score (
    image_id          INTEGER NOT NULL,
    crop              INTEGER NOT NULL,
    position          INTEGER NOT NULL,
    scale             TINYINT NOT NULL,
    token             INTEGER NOT NULL,
    nll               FLOAT   NOT NULL,
    nll_unconditional FLOAT,
    rank              INTEGER NOT NULL,
    is_top            BOOLEAN NOT NULL,
    entropy           FLOAT   NOT NULL
);
COMMENT ON TABLE  token_score                   IS 'How likely the transformer holds each token, teacher-forced: one row per image, augmentation and token; none without --token-scores.';
COMMENT ON COLUMN token_score.image_id          IS 'The image, as in table image.';
COMMENT ON COLUMN token_score.crop              IS 'Number of the augmentation, 0-based.';
COMMENT ON COLUMN token_score.position          IS 'Position of the token among all of the image, 0-based.';
COMMENT ON COLUMN token_score.scale             IS 'Its scale, as in table scale.';
COMMENT ON COLUMN token_score.token             IS 'The true token y: its code in the tokenizer''s codebook, 0-based.';
COMMENT ON COLUMN token_score.nll               IS '-log p(y), given the crop''s label; in nats.';
COMMENT ON COLUMN token_score.nll_unconditional IS 'The same with the null class for a label; NULL without --unconditional.';
COMMENT ON COLUMN token_score.rank              IS 'Rank of y among all codes: 1 for the likeliest, 1 + codes with a larger logit.';
COMMENT ON COLUMN token_score.is_top            IS 'Whether that is 1.';
COMMENT ON COLUMN token_score.entropy           IS 'Entropy -sum p log p of the distribution that y is drawn from; in nats.';

CREATE TABLE candidate (
    image_id    INTEGER NOT NULL,
    token_count INTEGER NOT NULL,
    top_count   INTEGER NOT NULL
);
COMMENT ON TABLE  candidate             IS 'How much of its last scale the transformer would have chosen itself, teacher-forced on the square in the middle: one row per image, for the extraction test; none before varmem extraction.';
COMMENT ON COLUMN candidate.image_id    IS 'The image, as in table image.';
COMMENT ON COLUMN candidate.token_count IS 'Tokens of the last scale.';
COMMENT ON COLUMN candidate.top_count   IS 'Those of them that are the likeliest of all codes, given the image''s class and all earlier scales.';

CREATE TABLE generation (
    generation_id   INTEGER NOT NULL,
    intervention_id INTEGER,
    label           INTEGER NOT NULL,
    image_id        INTEGER,
    given_scales    TINYINT NOT NULL,
    sample          INTEGER,
    picture         BLOB,
    decoded_picture BLOB
);
COMMENT ON TABLE  generation                 IS 'Images that the model generated, to be compared with those it was measured on: one row per generated image; none before varmem extraction or varmem intervene.';
COMMENT ON COLUMN generation.generation_id   IS 'Number of the generated image, 0-based; numbers may be left out.';
COMMENT ON COLUMN generation.intervention_id IS 'The intervention that the model was under; NULL for the model as it is.';
COMMENT ON COLUMN generation.label           IS 'The class it was conditioned on, 0-based.';
COMMENT ON COLUMN generation.image_id        IS 'The image whose first scales were given, and which is to come out; NULL for a free sample.';
COMMENT ON COLUMN generation.given_scales    IS 'How many of the image''s scales were given; 0 for none but the class.';
COMMENT ON COLUMN generation.sample          IS 'Number of a free sample among those of its class, 0-based; NULL where the likeliest token was taken each time, without guidance.';
COMMENT ON COLUMN generation.picture         IS 'The generated image as PNG; kept of the nearest only.';
COMMENT ON COLUMN generation.decoded_picture IS 'PNG that the decoder makes of the image''s own tokens; kept beside picture, NULL for a free sample.';

CREATE TABLE similarity (
    generation_id INTEGER NOT NULL,
    image_id      INTEGER NOT NULL,
    reference     VARCHAR NOT NULL,
    measure       VARCHAR NOT NULL,
    value         DOUBLE  NOT NULL
);
COMMENT ON TABLE  similarity               IS 'How near generated images are to images: one row per generated image, reference and measure. Pictures are the square in the middle at the model''s side, in [0, 1].';
COMMENT ON COLUMN similarity.generation_id IS 'The generated image, as in table generation.';
COMMENT ON COLUMN similarity.image_id      IS 'The image it is compared with: that whose scales were given, or the nearest by this measure.';
COMMENT ON COLUMN similarity.reference     IS 'decoded: what the decoder makes of the image''s own tokens; image: the image itself; nearest_train, nearest_val: the nearest training or validation image itself, by this measure.';
COMMENT ON COLUMN similarity.measure       IS 'l2: sqrt(sum of (a - b)^2 / d); tiled_l2: the largest of that over 4 x 4 tiles; relative_l2: l2 by the mean l2 of the generated image to its 50 nearest images; token_agreement: share of equal tokens over the scales that were not given; cosine: of the outputs of an embedding model.';
COMMENT ON COLUMN similarity.value         IS 'The measure: lower is nearer for l2, tiled_l2 and relative_l2, higher for token_agreement and cosine.';

CREATE TABLE token_agreement (
    generation_id INTEGER NOT NULL,
    scale         TINYINT NOT NULL,
    share         DOUBLE  NOT NULL
);
COMMENT ON TABLE  token_agreement               IS 'How far generated images have the tokens of the image that is to come out: one row per generated image with an image, and scale that was not given.';
COMMENT ON COLUMN token_agreement.generation_id IS 'The generated image, as in table generation.';
COMMENT ON COLUMN token_agreement.scale         IS 'The scale, as in table scale.';
COMMENT ON COLUMN token_agreement.share         IS 'Share of the scale''s tokens that are those of the image.';

CREATE TABLE sample_pair (
    generation_id INTEGER NOT NULL,
    other_id      INTEGER NOT NULL,
    tiled_l2      DOUBLE  NOT NULL
);
COMMENT ON TABLE  sample_pair               IS 'Free samples of one class that look alike: one row per two of them whose tiled l2 is below setting extraction_pair_threshold.';
COMMENT ON COLUMN sample_pair.generation_id IS 'The one with the smaller number.';
COMMENT ON COLUMN sample_pair.other_id      IS 'generation_id of the other.';
COMMENT ON COLUMN sample_pair.tiled_l2      IS 'Their tiled l2.';

CREATE TABLE intervention (
    intervention_id INTEGER NOT NULL,
    unit_set        VARCHAR NOT NULL,
    control         VARCHAR,
    draw            INTEGER NOT NULL,
    factor          DOUBLE  NOT NULL,
    scale           TINYINT,
    unit_count      INTEGER NOT NULL
);
COMMENT ON TABLE  intervention                 IS 'Units of the transformer multiplied by a factor while it runs: one row per intervention; none before varmem intervene.';
COMMENT ON COLUMN intervention.intervention_id IS 'Number of the intervention; 0 is none: the model as it is.';
COMMENT ON COLUMN intervention.unit_set        IS 'Which units were asked for: U10, top 100, layer blocks.1.ffn.fc1, or list.';
COMMENT ON COLUMN intervention.control         IS 'NULL: those units themselves; random: as many others, drawn alike; matched: for each one of its layer with much the same mean mu.';
COMMENT ON COLUMN intervention.draw            IS 'Number of the control''s draw, from 1; 0 for the units themselves.';
COMMENT ON COLUMN intervention.factor          IS 'What the units'' activations are multiplied by: 1 nothing, 0 out, -1 turned round.';
COMMENT ON COLUMN intervention.scale           IS 'The scale at whose tokens alone they are; NULL for all scales.';
COMMENT ON COLUMN intervention.unit_count      IS 'How many units.';

CREATE TABLE intervention_unit (
    control VARCHAR,
    draw    INTEGER NOT NULL,
    unit_id INTEGER NOT NULL
);
COMMENT ON TABLE  intervention_unit         IS 'The units of interventions: one row per set of units and unit.';
COMMENT ON COLUMN intervention_unit.control IS 'As in table intervention.';
COMMENT ON COLUMN intervention_unit.draw    IS 'As in table intervention.';
COMMENT ON COLUMN intervention_unit.unit_id IS 'The unit, as in view unit.';

CREATE TABLE intervention_likelihood (
    intervention_id INTEGER NOT NULL,
    image_id        INTEGER NOT NULL,
    nll             DOUBLE  NOT NULL
);
COMMENT ON TABLE  intervention_likelihood                 IS 'How likely the transformer holds an image''s tokens under an intervention, teacher-forced: one row per intervention and image. Pictures are the square in the middle at the model''s side.';
COMMENT ON COLUMN intervention_likelihood.intervention_id IS 'The intervention, as in table intervention; 0 for the model as it is.';
COMMENT ON COLUMN intervention_likelihood.image_id        IS 'The image, as in table image.';
COMMENT ON COLUMN intervention_likelihood.nll             IS 'Sum of -log p(y) over all tokens y of the image, given its class; in nats.';

CREATE TABLE partial_peak (
    split       VARCHAR,
    unit_id     INTEGER NOT NULL,
    mu_max      FLOAT   NOT NULL,
    image_id    INTEGER NOT NULL,
    mu_sum      HUGEINT NOT NULL,
    image_count BIGINT  NOT NULL
);
COMMENT ON TABLE  partial_peak             IS 'What stands for activations that a merge has not kept (--keep top or none): one row per merged file, split and unit; no rows where all are kept.';
COMMENT ON COLUMN partial_peak.split       IS 'train, val, or NULL for images without a split.';
COMMENT ON COLUMN partial_peak.unit_id     IS 'The unit.';
COMMENT ON COLUMN partial_peak.mu_max      IS 'The largest mu of the file''s images of the split.';
COMMENT ON COLUMN partial_peak.image_id    IS 'The image with it; the smallest image_id of several.';
COMMENT ON COLUMN partial_peak.mu_sum      IS 'Sum of their mu in multiples of 2^-64.';
COMMENT ON COLUMN partial_peak.image_count IS 'Their number.';

CREATE VIEW unit AS
    SELECT
        first_unit + unit_index AS unit_id,
        layer_id,
        unit_index,
        name || '.' || unit_index AS name,
        part,
        block,
        kind
    FROM (SELECT *, unnest(range(unit_count))::INTEGER AS unit_index FROM layer);
COMMENT ON VIEW   unit            IS 'The units, which are the output channels of the hooked layers: one row per unit.';
COMMENT ON COLUMN unit.unit_id    IS 'Number of the unit over all layers: first_unit + unit_index.';
COMMENT ON COLUMN unit.layer_id   IS 'Its layer.';
COMMENT ON COLUMN unit.unit_index IS 'Number of the output channel in its layer, 0-based.';
COMMENT ON COLUMN unit.name       IS 'Name of the layer and number of the channel, such as blocks.3.ffn.fc1.17.';
COMMENT ON COLUMN unit.part       IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN unit.block      IS 'Depth of its layer.';
COMMENT ON COLUMN unit.kind       IS 'Type of its layer.';

CREATE VIEW population AS
    SELECT split AS population, image_id FROM image WHERE split IS NOT NULL
    UNION ALL
    SELECT 'all' AS population, image_id FROM image;
COMMENT ON VIEW   population            IS 'The sets of images that metrics are computed over: train, val, and all; one row per population and image.';
COMMENT ON COLUMN population.population IS 'train, val or all.';
COMMENT ON COLUMN population.image_id   IS 'An image of it.';
