-- Whether free samples of a class agree among themselves, as those of a memorized image do.
-- Grain:  clique, one row per class with free samples; clique_member, one row per member of its largest clique, of two at least.
-- Inputs: generation, sample_pair. Filled by the statistic of this name.
--
--     graph: the free samples of a class, joined where their tiled l2 is below setting extraction_pair_threshold
--     clique: the most that are all joined to each other; of several as large always the same one
--
-- after Carlini et al. (arXiv 2301.13188, section 4.2), who take ten of 500 for a sign of memorization.

CREATE OR REPLACE TABLE clique (
    label        INTEGER NOT NULL,
    sample_count INTEGER NOT NULL,
    pair_count   INTEGER NOT NULL,
    clique_size  INTEGER NOT NULL
);

COMMENT ON TABLE  clique              IS 'How many free samples of a class agree among themselves: one row per class.';
COMMENT ON COLUMN clique.label        IS 'The class that they were conditioned on.';
COMMENT ON COLUMN clique.sample_count IS 'Free samples of the class.';
COMMENT ON COLUMN clique.pair_count   IS 'Pairs of them that look alike.';
COMMENT ON COLUMN clique.clique_size  IS 'Members of the largest clique; 1 where no two look alike.';

CREATE OR REPLACE TABLE clique_member (
    label         INTEGER NOT NULL,
    generation_id INTEGER NOT NULL
);

COMMENT ON TABLE  clique_member               IS 'The largest clique of each class: one row per member, where there are two at least.';
COMMENT ON COLUMN clique_member.label         IS 'The class.';
COMMENT ON COLUMN clique_member.generation_id IS 'The member, as in table generation.';
