-- The findings in sentences, as the console and the report show them.
-- Grain:  one row per part and sentence.
-- Inputs: all result tables. Filled from sql/findings, one query a topic, in the order of their numbers.

CREATE OR REPLACE TABLE finding (
    part     VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    topic    VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL
);

COMMENT ON TABLE  finding          IS 'The findings in sentences: one row per part and sentence.';
COMMENT ON COLUMN finding.part     IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN finding.position IS 'Place of the sentence, from 0.';
COMMENT ON COLUMN finding.topic    IS 'What it is about: the name of its query in sql/findings.';
COMMENT ON COLUMN finding.sentence IS 'The sentence; its numbers are those of the result tables.';
