include "terms.dfy"

// One lock, its facility, any number of phones, and an attacker who is the radio. Every other lock belongs to the attacker.
module Model {
  import opened Rules
  import opened Terms

  // Which lock is studied, and who is honest. The attacker has the secrets of all other holders and guests.
  datatype World = World(lock: nat, holders: iset<nat>, guests: iset<nat>)

  datatype Message = Message(request: Request, proof: Term)

  datatype Lock = Lock(
    // kept through a power cut
    bootCount: nat, generation: nat, applied: nat, tenancy: nat,
    // lost with the power
    isCounted: bool, isConnected: bool, drawCount: nat, challenge: Option<Frame>, lastSequence: nat, failed: nat, last: Option<Message>)

  // What happened, oldest first. Nobody in the model reads it but the invariants.
  datatype Event =
    | KeyIssued(generation: nat, grant: Grant)
    | Shared(generation: nat, grant: Grant, share: Share)
    | Drawn(frame: Frame)
    | Broken
    | Sent(generation: nat, frame: Frame, request: Request)
    | Answered(generation: nat, frame: Frame, request: Request, reply: Reply, epoch: nat)
    | Accepted(generation: nat, frame: Frame, request: Request, reply: Reply)

  datatype State = State(
    lock: Lock,
    seen: set<Term>,
    trace: seq<Event>,
    nonces: set<nat>,
    // notices: issued by the facility; what it knows applied; applied by the lock, in order; their items
    issued: set<Notice>, known: nat, history: seq<Notice>, done: set<nat>,
    // how often the lock was provisioned
    epoch: nat)

  // What the rest of the lock says: rights, hours, revocations, clock, rate limit, age of the challenge; or a failing flash.
  datatype Verdict = Permits | Refuses | FailsAfterSaving

  datatype Step =
    | IssueKey(generation: nat, grant: Grant)
    | GiveShare(generation: nat, grant: Grant, share: Share)
    | IssueNotice(notice: Notice)
    | SealNotice(generation: nat, notice: Notice)
    | LearnApplied(generation: nat, frame: Frame, reply: Reply)
    | Send(generation: nat, frame: Frame, request: Request)
    | Accept(generation: nat, frame: Frame, request: Request, reply: Reply)
    | Connect
    | Disconnect
    | Draw(entropy: nat, now: nat)
    | Receive(message: Message, verdict: Verdict)
    | Boot(isCounted: bool)
    | CutWhileDeciding(message: Message, isCounted: bool)
    | Rekey(generation: nat)
    | Provision(generation: nat)

  ghost function Start(): State
  {
    State(Lock(0, 1, 0, 0, false, false, 0, None, 0, 0, None), {}, [], {}, {}, 0, [], {}, 0)
  }

  ghost predicate IsHonest(w: World, key: Key)
  {
    key != NoKey && key.grant.holder in w.holders && (key.OfGuest? ==> key.share.guest in w.guests)
  }

  ghost predicate IsOwned(s: State, generation: nat, key: Key)
  {
    key != NoKey && KeyIssued(generation, key.grant) in s.trace && (key.OfGuest? ==> Shared(generation, key.grant, key.share) in s.trace)
  }

  // ---- what the lock does

  ghost function Forgotten(lock: Lock): Lock
  {
    lock.(challenge := None, lastSequence := 0, failed := 0, last := None)
  }

  ghost function Parted(lock: Lock): Lock
  {
    if ChallengeDiesWithConnection then Forgotten(lock) else Forgotten(lock).(challenge := lock.challenge)
  }

  ghost function Booted(lock: Lock, isCounted: bool): Lock
  {
    Lock(if isCounted then lock.bootCount + 1 else lock.bootCount, lock.generation, if AppliedSurvives then lock.applied else 0, lock.tenancy,
         isCounted, false, 0, None, 0, 0, None)
  }

  ghost predicate IsGenuine(w: World, lock: Lock, body: Body)
  {
    body.Carries? && body.notice.lock == w.lock && body.notice.after < body.notice.number
    && (NoticeIsAuthentic ==> body.mac == NoticeMac(NoticeKeyOf(w.lock, lock.generation), body.notice))
  }

  ghost predicate IsAuthentic(w: World, lock: Lock, m: Message)
  {
    var request := m.request;
    lock.challenge.Some? &&
    if request.key == NoKey then request.command == Deliver && m.proof == Zeros && IsGenuine(w, lock, request.body)
    else request.key.grant.lock == w.lock && m.proof == ProofOf(w.lock, lock.generation, lock.challenge.value, request)
  }

  ghost predicate IsInTurn(lock: Lock, notice: Notice)
  {
    (NoticeNumberRises ==> lock.applied < notice.number) && (NoticeChecksAfter ==> notice.after <= lock.applied)
  }

  ghost predicate IsSuperseded(lock: Lock, grant: Grant)
  {
    TenancyIsChecked && grant.tenancy != 0 && grant.tenancy < lock.tenancy
  }

  ghost predicate IsUsed(lock: Lock, sequence: nat)
  {
    SequenceRises && sequence <= lock.lastSequence
  }

  // What an authentic request gets.
  ghost function Judged(w: World, lock: Lock, request: Request, verdict: Verdict): Status
    requires request.key == NoKey ==> request.command == Deliver
  {
    if IsUsed(lock, request.sequence) then Refused(0)
    else if request.command == Deliver then
      (if IsGenuine(w, lock, request.body) && IsInTurn(lock, request.body.notice) && verdict == Permits then Done else Refused(1))
    else if IsSuperseded(lock, request.key.grant) then Refused(2)
    else if verdict == Permits then Done
    else Refused(3)
  }

  ghost function Higher(a: nat, b: nat): nat { if a < b then b else a }

  // What is written to flash on the way.
  ghost function Saved(w: World, s: State, request: Request, verdict: Verdict): State
    requires request.key == NoKey ==> request.command == Deliver
  {
    var lock := s.lock;
    var status := Judged(w, lock, request, verdict);
    if status == Done && request.command == Deliver then
      var notice := request.body.notice;
      s.(lock := lock.(applied := notice.number,
                       tenancy := if TenancyOnlyRises || notice.tenancy == 0 then Higher(lock.tenancy, notice.tenancy) else notice.tenancy),
         history := s.history + [notice], done := s.done + notice.items)
    else if request.command == Open && (status == Done || (status == Refused(3) && verdict == FailsAfterSaving)) then
      s.(lock := lock.(tenancy := Higher(lock.tenancy, request.key.grant.tenancy)))
    else s
  }

  ghost function AfterAuthentic(w: World, s: State, m: Message, verdict: Verdict): State
    requires IsAuthentic(w, s.lock, m)
  {
    var request := m.request;
    var frame := s.lock.challenge.value;
    var saved := Saved(w, s, request, verdict);
    var reply := Reply(request.command, request.sequence, Judged(w, s.lock, request, verdict), saved.lock.applied);
    var isUsed := IsUsed(s.lock, request.sequence);
    saved.(
      lock := if isUsed then saved.lock else saved.lock.(lastSequence := request.sequence, last := Some(m)),
      seen := s.seen + {ReplyMacOf(w.lock, s.lock.generation, frame, request, reply)},
      trace := s.trace + [Answered(s.lock.generation, frame, request, reply, s.epoch)])
  }

  ghost function AfterFailure(s: State): State
  {
    var failed := s.lock.failed + 1;
    s.(lock := s.lock.(failed := failed, challenge := if ThirdFailureRetires && failed >= 3 then None else s.lock.challenge))
  }

  // Here is answered to anybody; its reply is under the notice secret and says nothing of notices.
  ghost function AfterHere(w: World, s: State, request: Request): State
    requires s.lock.challenge.Some?
  {
    var reply := Reply(Here, request.sequence, Done, 0);
    s.(seen := s.seen + {ReplyMacUnder(NoticeKeyOf(w.lock, s.lock.generation), s.lock.challenge.value, Zeros, reply)})
  }

  ghost function AfterReceive(w: World, s: State, m: Message, verdict: Verdict): State
  {
    // An equal request gets the stored reply again: the attacker has seen it, so nothing changes.
    if s.lock.last == Some(m) then s
    else if IsAuthentic(w, s.lock, m) then AfterAuthentic(w, s, m, verdict)
    else if m.request.command == Here && m.request.key == NoKey && s.lock.challenge.Some? then AfterHere(w, s, m.request)
    else AfterFailure(s)
  }

  ghost function AfterDraw(w: World, s: State, entropy: nat, now: nat): State
  {
    var lock := s.lock.(drawCount := s.lock.drawCount + 1);
    var frame := if DrawRetiresFormer || lock.challenge == None
      then Frame(ChallengeOf(w.lock, lock.generation, lock.bootCount, lock.drawCount, entropy), now) else lock.challenge.value;
    s.(lock := Forgotten(lock).(challenge := Some(frame)), seen := s.seen + {frame.challenge}, trace := s.trace + [Drawn(frame)])
  }

  // ---- who may do what, and what comes of it

  ghost predicate Repeats(s: State, notice: Notice)
  {
    forall m :: m in s.issued && notice.after < m.number && s.known < m.number ==> m.items <= notice.items
  }

  // A message is whatever the attacker can make.
  ghost predicate Arrives(w: World, s: State, m: Message)
  {
    s.lock.isConnected && Makes(w.lock, s.seen, m.proof) && (m.request.body.Carries? ==> Makes(w.lock, s.seen, m.request.body.mac))
  }

  ghost predicate May(w: World, s: State, step: Step)
  {
    match step
    case IssueKey(_, _) => true
    case GiveShare(generation, grant, _) => grant.holder in w.holders && KeyIssued(generation, grant) in s.trace
    case IssueNotice(n) => n.lock == w.lock && n.after < n.number && (forall m :: m in s.issued ==> m.number < n.number)
                           && (NoticeRepeatsUnknown ==> Repeats(s, n))
    case SealNotice(_, n) => n in s.issued
    case LearnApplied(generation, frame, reply) => reply.command == Deliver
        && Makes(w.lock, s.seen, ReplyMacUnder(NoticeKeyOf(w.lock, generation), frame, Zeros, reply))
    case Send(generation, frame, request) => IsHonest(w, request.key) && IsOwned(s, generation, request.key)
        && Makes(w.lock, s.seen, frame.challenge) && (NonceIsFresh ==> request.nonce !in s.nonces)
    case Accept(generation, frame, request, reply) => Sent(generation, frame, request) in s.trace && request.key != NoKey
        && reply.command == request.command && reply.sequence == request.sequence
        && Makes(w.lock, s.seen, ReplyMacOf(request.key.grant.lock, generation, frame, request, reply))
    case Connect => true
    case Disconnect => s.lock.isConnected
    case Draw(_, _) => s.lock.isConnected && (BootCountWrittenFirst ==> s.lock.isCounted)
    case Receive(m, _) => Arrives(w, s, m)
    case Boot(_) => true
    case CutWhileDeciding(m, _) => Arrives(w, s, m) && s.lock.last != Some(m) && IsAuthentic(w, s.lock, m)
    case Rekey(generation) => generation > s.lock.generation
    case Provision(generation) => generation > s.lock.generation
  }

  ghost function After(w: World, s: State, step: Step): State
    requires May(w, s, step)
  {
    match step
    case IssueKey(generation, grant) => s.(trace := s.trace + [KeyIssued(generation, grant)],
        seen := if grant.holder in w.holders then s.seen else s.seen + {HolderKeyOf(grant.lock, generation, grant)})
    case GiveShare(generation, grant, share) => s.(trace := s.trace + [Shared(generation, grant, share)],
        seen := if share.guest in w.guests then s.seen else s.seen + {GuestKeyOf(grant.lock, generation, grant, share)})
    case IssueNotice(n) => s.(issued := s.issued + {n})
    case SealNotice(generation, n) => s.(seen := s.seen + {NoticeMac(NoticeKeyOf(w.lock, generation), n)})
    case LearnApplied(_, _, reply) => s.(known := Higher(s.known, reply.applied))
    case Send(generation, frame, request) => s.(trace := s.trace + [Sent(generation, frame, request)], nonces := s.nonces + {request.nonce},
        seen := s.seen + {ProofOf(request.key.grant.lock, generation, frame, request)})
    case Accept(generation, frame, request, reply) => s.(trace := s.trace + [Accepted(generation, frame, request, reply)])
    case Connect => s.(lock := Parted(s.lock).(isConnected := true), trace := s.trace + [Broken])
    case Disconnect => s.(lock := Parted(s.lock).(isConnected := false), trace := s.trace + [Broken])
    case Draw(entropy, now) => AfterDraw(w, s, entropy, now)
    case Receive(m, verdict) => AfterReceive(w, s, m, verdict)
    case Boot(isCounted) => s.(lock := Booted(s.lock, isCounted), trace := s.trace + [Broken])
    // The power fails behind the write and before latch and reply.
    case CutWhileDeciding(m, isCounted) =>
      var saved := Saved(w, s, m.request, Permits);
      saved.(lock := Booted(saved.lock, isCounted), trace := s.trace + [Broken])
    case Rekey(generation) => s.(lock := s.lock.(generation := generation))
    case Provision(generation) => s.(lock := s.lock.(generation := generation, tenancy := 0), epoch := s.epoch + 1)
  }
}
