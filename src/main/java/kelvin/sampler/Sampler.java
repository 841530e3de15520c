package kelvin.sampler;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;
import kelvin.bank.Transition;
import kelvin.explorer.Ascent;
import kelvin.explorer.Init;
import kelvin.explorer.InitialState;
import kelvin.explorer.Scales;
import kelvin.explorer.StepSizes;
import kelvin.store.Block;
import kelvin.store.Checkpoint;
import kelvin.store.CheckpointDirectory;
import kelvin.store.RunResults;
import kelvin.store.StoreException;
import kelvin.team.Team;
import kelvin.tempering.BrokenInvariantException;
import kelvin.tempering.Coefficients;
import kelvin.tempering.SwapSchedule;
import kelvin.tempering.WarmupRounds;

/** One rank's part of a parallel-tempering run. */
public final class Sampler implements AutoCloseable {
    private static final Transition RELAXATION = new Transition.Relaxation(1);
    /** What steps that relax aim at, in place of an acceptance. */
    private static final double RELAXATION_CLOSENESS = 0.8;
    /** Of a step that relaxes, what is tried first once steps are to be accepted. */
    private static final double EXACT_SHARE = 0.3;

    private final SampleSettings settings;
    private final Team team;
    private final Intervals intervals;
    private final SwapSchedule swaps;
    private final ReplicaBank bank;
    private final StepSizes steps;
    private final Optional<Scales> scales;
    private final Trajectories trajectories;
    private final BoundarySwaps boundary;
    private final int[] identity;
    private final Temperatures temperatures;
    private final SlotStates states;
    private final Collector collector;
    private final Trace trace;
    private final List<float[]> starts;
    private final Stopwatch stopwatch = new Stopwatch();
    private final Pace pace = new Pace();
    private long done;

    /**
     * Makes the replicas of this rank and puts them where they start.
     *
     * @throws IllegalArgumentException if there are more ranks than slots
     */
    public Sampler(SampleSettings settings, Team team, Device device) {
        this(settings, team, device, List.of());
    }

    /**
     * The same with given replicas.
     *
     * @param starts parameters [d] by local slot, or none, to start as the settings say
     * @throws IllegalArgumentException if there are more ranks than slots
     */
    public Sampler(SampleSettings settings, Team team, Device device, List<float[]> starts) {
        this.starts = List.copyOf(starts);
        this.settings = settings;
        this.team = team;
        temperatures = new Temperatures(settings.ladder(), settings.tuning());
        int rungs = settings.ladder().rungs();
        SlotBlock block = new Layout(team.size(), settings.ladders(), rungs).block(team.rank());
        int d = settings.model().parameters();
        intervals = new Intervals(settings);
        swaps = new SwapSchedule(settings.swapEvery(), rungs);
        bank = device.bank(new BankSettings(settings.model(), settings.train(), settings.seed(), block,
                settings.transition().usesGradient(), settings.gradient(), settings.threads()));
        steps = new StepSizes(block.size(), settings.stepSize(), target(0), settings.transition(), d);
        scales = settings.adaptation().scales() ? Optional.of(new Scales(bank)) : Optional.empty();
        trajectories = new Trajectories(settings);
        identity = new int[block.size()];
        states = new SlotStates(bank, identity, steps, scales);
        collector = new Collector(settings);
        boundary = new BoundarySwaps(team, bank, swaps, identity, settings.checkSwaps(), stopwatch);
        trace = new Trace(block, intervals.longest(), intervals.mostDraws(), d);
    }

    /** The slots of this rank. */
    public SlotBlock block() {
        return bank.settings().block();
    }

    /** A copy of the parameters [d] that a local slot's replica has now. */
    float[] parameters(int slot) {
        float[] theta = new float[settings.model().parameters()];
        bank.parameters(slot, theta);
        return theta;
    }

    /** This rank's device in words. */
    public String device() {
        return bank.device();
    }

    /**
     * How a run ended.
     *
     * @param iterations done, warm-up included
     * @param done whether those are all, or enough
     * @param results statistics of the sampling phase so far, on rank 0 alone
     */
    public record Ending(long iterations, boolean done, Optional<RunResults> results) {
    }

    /**
     * Puts the replicas where a run stood, to go on from there; every rank calls it, before {@link #run}.
     *
     * @throws StoreException if the checkpoint's files are not what they should be
     */
    public void restore(Checkpoint checkpoint, CheckpointDirectory directory) {
        SlotBlock block = block();
        if (checkpoint.slots() != block.totalLadders() * block.totalRungs()) {
            throw new StoreException("the checkpoint at iteration " + checkpoint.iteration() + ": " + checkpoint.slots()
                    + " slots, must be " + block.totalLadders() * block.totalRungs());
        }
        Map<Integer, Integer> locals = new HashMap<>();
        for (int s = 0; s < block.size(); s++) {
            locals.put(block.global(s), s);
        }
        directory.read(checkpoint, locals::containsKey, (slot, in) -> states.restore(locals.get(slot), in));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(checkpoint.state()))) {
            restoreCommon(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("the checkpoint at iteration " + checkpoint.iteration() + ": " + e.getMessage(), e);
        }
        done = checkpoint.iteration();
    }

    /** Samples from start to end, come what may; every rank calls it once. */
    public Optional<RunResults> run(Consumer<Block> blocks, SampleListener listener) {
        return run(blocks, listener, Course.STEADY, Checkpoints.NONE, Pulse.NONE).results();
    }

    /**
     * Samples; every rank calls it once.
     *
     * @param blocks takes the sampling phase's blocks in order, on rank 0 alone
     * @param listener is told of progress, on rank 0 alone
     * @param course what this rank wishes for
     * @param checkpoints where this rank's part of checkpoints goes
     * @param pulse is told of every step
     * @throws BrokenInvariantException if a state or swap ratio is NaN, or two ranks disagree
     */
    public Ending run(Consumer<Block> blocks, SampleListener listener, Course course, Checkpoints checkpoints,
            Pulse pulse) {
        if (done == 0) {
            start();
        }
        Reports reports = new Reports(team, settings, intervals);
        CheckpointRounds rounds = new CheckpointRounds(team, course, checkpoints, new State(), stopwatch);
        long iteration = done;
        Course.Wish wish = Course.Wish.GO_ON;
        if (done > 0) {
            rounds.resume();
        }
        while (wish == Course.Wish.GO_ON && iteration < intervals.total()) {
            long end = intervals.endOf(iteration);
            if (iteration == settings.warmup()) {
                steps.freeze();
                collector.beginSampling(temperatures.now());
            } else if (iteration > 0 && WarmupRounds.beginsAt(iteration, settings.warmup())) {
                beginRound(iteration);
            }
            int draws = intervals.drawsBetween(iteration, end);
            stopwatch.at(iteration, intervals.total());
            stopwatch.start();
            Report mine = reports.begin((int) (end - iteration), draws);
            stopwatch.stop(Stopwatch.Part.REPORT);
            for (long t = iteration; t < end; t += trace.iterations()) {
                advance(t, end);
                mine.add(trace);
                pulse.beat();
            }
            stopwatch.start();
            List<Report> all = reports.deliver();
            stopwatch.stop(Stopwatch.Part.REPORT);
            if (team.rank() == 0) {
                collector.count(all, iteration < settings.warmup());
                if (iteration < settings.warmup()) {
                    trajectories.observe(all, iteration, this::transition);
                }
                boolean sampling = end > settings.warmup();
                if (sampling) {
                    blocks.accept(collector.block(all, iteration - settings.warmup(), draws));
                }
                stopwatch.stop(Stopwatch.Part.WRITE);
                listener.progress(new SampleListener.Progress(end, intervals.total(), sampling, collector.statistics(),
                        collector.lastLogLikelihood(), Arrays.stream(collector.roundTrips()).sum()));
            }
            iteration = end;
            wish = iteration < intervals.total() ? rounds.after(iteration) : Course.Wish.FINISH;
        }
        reports.finish();
        pulse.rest();
        boolean finished = wish != Course.Wish.STOP;
        return new Ending(iteration, finished, rounds.end(iteration, finished));
    }

    /** Goes on from what {@link State#saveCommon} wrote. */
    private void restoreCommon(DataInputStream in) throws IOException {
        temperatures.restore(in);
        trajectories.restore(in);
        collector.restore(in);
        if (in.read() >= 0) {
            throw new IOException("more state than this run has");
        }
    }

    /** What a checkpoint is made of. */
    private final class State implements CheckpointRounds.Source {
        @Override
        public SlotBlock block() {
            return Sampler.this.block();
        }

        @Override
        public int slotBytes() {
            return states.bytes();
        }

        @Override
        public void saveSlot(int slot, DataOutputStream out) throws IOException {
            states.save(slot, out);
        }

        @Override
        public void saveCommon(DataOutputStream out) throws IOException {
            temperatures.save(out);
            trajectories.save(out);
            collector.save(out);
        }

        @Override
        public Optional<RunResults> results() {
            return new Results(settings, team, bank, temperatures.now(), trajectories, steps, stopwatch).gather(collector);
        }
    }

    @Override
    public void close() {
        collector.close();
        bank.close();
    }

    private void start() {
        SlotBlock block = block();
        InitialState initial = new InitialState(settings.model(), settings.init(), settings.seed());
        float[] theta = new float[settings.model().parameters()];
        for (int s = 0; s < block.size(); s++) {
            if (starts.isEmpty()) {
                initial.write(block.global(s), theta);
            }
            bank.setParameters(s, starts.isEmpty() ? theta : starts.get(s));
            identity[bank.replica(s)] = block.rung(s);
        }
        bank.evaluate();
        if (settings.init() == Init.MAP && starts.isEmpty()) {
            List<Coefficients> at = settings.ladder().coefficients(block.firstRung(), block.rungs());
            new Ascent(bank, ofLikelihood(at), ofPrior(at)).climb();
        }
        for (int s = 0; s < block.size(); s++) {
            double energy = bank.logLikelihood(s) + bank.logPrior(s);
            if (!Double.isFinite(energy)) {
                throw new BrokenInvariantException("start: ladder " + block.ladder(s) + ", rung " + block.rung(s)
                        + ": log-likelihood " + bank.logLikelihood(s) + ", log-prior " + bank.logPrior(s)
                        + ", must be finite (try a smaller --prior-scale or --init fan-in)");
            }
        }
    }

    private static double[] ofLikelihood(List<Coefficients> coefficients) {
        return coefficients.stream().mapToDouble(Coefficients::likelihood).toArray();
    }

    private static double[] ofPrior(List<Coefficients> coefficients) {
        return coefficients.stream().mapToDouble(Coefficients::prior).toArray();
    }

    /** Takes what the warm-up's last round has told into the next. */
    private void beginRound(long iteration) {
        scales.ifPresent(one -> one.settle(ofPrior(temperatures.now().coefficients(block().firstRung(), block().rungs()))));
        trajectories.adapt(team);
        temperatures.adapt(collector.round(), team);
        if (steps.adapts()) {
            steps.restart(relaxing(iteration - 1) && !relaxing(iteration) ? EXACT_SHARE : 1, target(iteration));
        }
        collector.beginRound();
    }

    /** The transition of an iteration: the settings' own in the last round of the warm-up and ever after. */
    private Transition transition(long iteration) {
        return relaxing(iteration) ? RELAXATION : settings.transition();
    }

    private boolean relaxing(long iteration) {
        return settings.adaptation().relaxation() && iteration < WarmupRounds.lastBegins(settings.warmup());
    }

    private double target(long iteration) {
        return relaxing(iteration) ? RELAXATION_CLOSENESS : settings.targetAcceptance();
    }

    /** Runs from iteration t as far as nothing outside the bank has to happen, at most to end (exclusive). */
    private void advance(long t, long end) {
        boolean adapting = steps.adapts() && t < settings.warmup();
        long last = t;
        while (!adapting && last + 1 < end && last + 1 - t < pace.most() && !boundary.dueAfter(last)) {
            last++;
        }
        SlotBlock block = block();
        List<Coefficients> coefficients = temperatures.now().coefficients(block.firstRung(), block.rungs());
        stopwatch.start();
        if (adapting) {
            // before the transition: behind it, swaps with other ranks are still to come
            scales.ifPresent(one -> one.update(ofLikelihood(coefficients)));
        }
        bank.advance(new Advance(t, (int) (last - t + 1), transition(t), coefficients, steps.now(),
                trajectories.of(block), swaps, intervals.draws()), trace);
        pace.took(trace.iterations(), stopwatch.explored(trace.iterations()));
        nameReplicas();
        if (adapting) {
            steps.update(trace);
        }
        if (boundary.dueAfter(last)) {
            stopwatch.start();
            boundary.swap(last, temperatures.now(), trace);
        }
    }

    /** Turns the trace's numbers of places in the bank into those of replicas, before swaps bring in others. */
    private void nameReplicas() {
        int cells = trace.iterations() * block().size();
        for (int i = 0; i < cells; i++) {
            trace.replica[i] = identity[trace.replica[i]];
        }
    }
}
