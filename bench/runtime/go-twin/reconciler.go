package main

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
)

const (
	domain   = "myapp.tangx.in/"
	ownerUID = "ownerUID"
)

// redisReconciler does what controllers/redis does as far as it is measured, written as users of controller-runtime write it: it
// rolls no change of the image out, and has one condition of the three.
type redisReconciler struct {
	client.Client
	scheme *runtime.Scheme
	events events.EventRecorder
}

func (r *redisReconciler) setUp(mgr ctrl.Manager) error {
	index := func(object client.Object) []string {
		if owner := metav1.GetControllerOf(object); owner != nil {
			return []string{string(owner.UID)}
		}
		return nil
	}
	if err := mgr.GetFieldIndexer().IndexField(context.Background(), &corev1.Pod{}, ownerUID, index); err != nil {
		return err
	}
	return ctrl.NewControllerManagedBy(mgr).For(&Redis{}).Owns(&corev1.Pod{}).
		WithOptions(controller.Options{MaxConcurrentReconciles: 4}).Complete(r)
}

func (r *redisReconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	redis := &Redis{}
	if err := r.Get(ctx, request.NamespacedName, redis); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	var list corev1.PodList
	if err := r.List(ctx, &list, client.InNamespace(redis.Namespace), client.MatchingFields{ownerUID: string(redis.UID)}); err != nil {
		return ctrl.Result{}, err
	}
	pods := map[int]*corev1.Pod{}
	for i := range list.Items {
		if ordinal, ok := ordinalOf(redis, list.Items[i].Name); ok {
			pods[ordinal] = &list.Items[i]
		}
	}
	if !redis.DeletionTimestamp.IsZero() {
		if len(pods) > 0 {
			if err := r.report(ctx, redis, nil); err != nil {
				return ctrl.Result{}, err
			}
		}
		return ctrl.Result{}, r.shrink(ctx, redis, pods, 0, "Deleting")
	}
	return ctrl.Result{}, r.keep(ctx, redis, pods)
}

func (r *redisReconciler) keep(ctx context.Context, redis *Redis, pods map[int]*corev1.Pod) error {
	held := heldOrdinals(redis)
	wished := int(redis.Spec.Replicas)
	if added := missing(held, wished); len(added) > 0 {
		before := len(held)
		base := redis.DeepCopy()
		for _, ordinal := range added {
			controllerutil.AddFinalizer(redis, finalizer(redis, ordinal))
		}
		if err := r.Patch(ctx, redis, client.MergeFromWithOptions(base, client.MergeFromWithOptimisticLock{})); err != nil {
			return err
		}
		r.events.Eventf(redis, nil, corev1.EventTypeNormal, "ScalingUp", "Reconcile", "growing from %d to %d Pods", before, wished)
	}
	for ordinal := range wished {
		if pods[ordinal] != nil {
			continue
		}
		pod := redisPod(redis, ordinal)
		if err := controllerutil.SetControllerReference(redis, pod, r.scheme); err != nil {
			return err
		}
		if err := r.Create(ctx, pod); err != nil {
			if apierrors.IsAlreadyExists(err) {
				continue
			}
			return err
		}
		pods[ordinal] = pod
		if slices.Contains(held, ordinal) {
			r.events.Eventf(redis, nil, corev1.EventTypeNormal, "Recreated", "Reconcile", "the Pod %s was missing and has been created", pod.Name)
		}
	}
	if err := r.shrink(ctx, redis, pods, wished, "ScalingDown"); err != nil {
		return err
	}
	var kept []*corev1.Pod
	for ordinal, pod := range pods {
		if ordinal < wished {
			kept = append(kept, pod)
		}
	}
	return r.report(ctx, redis, kept)
}

// shrink deletes the Pods from size on, the highest first, and releases their finalizers once all of them are gone.
func (r *redisReconciler) shrink(ctx context.Context, redis *Redis, pods map[int]*corev1.Pod, size int, reason string) error {
	held := heldOrdinals(redis)
	var doomed []int
	for ordinal := range pods {
		if ordinal >= size {
			doomed = append(doomed, ordinal)
		}
	}
	sort.Sort(sort.Reverse(sort.IntSlice(doomed)))
	asked := 0
	for _, ordinal := range doomed {
		pod := pods[ordinal]
		if !pod.DeletionTimestamp.IsZero() {
			continue
		}
		conditions := client.Preconditions{UID: &pod.UID, ResourceVersion: &pod.ResourceVersion}
		if err := r.Delete(ctx, pod, conditions); err == nil {
			asked++
		} else if !apierrors.IsNotFound(err) && !apierrors.IsConflict(err) {
			return err
		}
	}
	if asked > 0 {
		r.events.Eventf(redis, nil, corev1.EventTypeNormal, reason, "Reconcile", "shrinking from %d to %d Pods", len(held), size)
	}
	if len(doomed) > 0 {
		return nil
	}
	base := redis.DeepCopy()
	released := false
	for _, ordinal := range held {
		if ordinal >= size {
			released = controllerutil.RemoveFinalizer(redis, finalizer(redis, ordinal)) || released
		}
	}
	if !released {
		return nil
	}
	return client.IgnoreNotFound(r.Patch(ctx, redis, client.MergeFromWithOptions(base, client.MergeFromWithOptimisticLock{})))
}

func (r *redisReconciler) report(ctx context.Context, redis *Redis, pods []*corev1.Pod) error {
	base := redis.DeepCopy()
	status := &redis.Status
	status.ObservedGeneration = redis.Generation
	status.Selector = labels.SelectorFromSet(podLabels(redis)).String()
	status.Replicas, status.ReadyReplicas = 0, 0
	for _, pod := range pods {
		if !pod.DeletionTimestamp.IsZero() {
			continue
		}
		status.Replicas++
		if isReady(pod) {
			status.ReadyReplicas++
		}
	}
	condition := metav1.Condition{Type: "Ready", ObservedGeneration: redis.Generation, Status: metav1.ConditionFalse}
	switch {
	case !redis.DeletionTimestamp.IsZero():
		condition.Reason, condition.Message = "Deleting", "the Pods are being deleted"
	case status.Replicas != redis.Spec.Replicas:
		condition.Reason, condition.Message = "Scaling", fmt.Sprintf("%d of %d Pods exist", status.Replicas, redis.Spec.Replicas)
	default:
		condition.Reason, condition.Message = "PodsNotReady", fmt.Sprintf("%d of %d Pods are ready", status.ReadyReplicas, redis.Spec.Replicas)
		if status.ReadyReplicas >= redis.Spec.Replicas {
			condition.Reason, condition.Status = "PodsReady", metav1.ConditionTrue
		}
	}
	meta.SetStatusCondition(&status.Conditions, condition)
	if equality.Semantic.DeepEqual(base.Status, redis.Status) {
		return nil
	}
	return r.Status().Patch(ctx, redis, client.MergeFrom(base))
}

func redisPod(redis *Redis, ordinal int) *corev1.Pod {
	set := podLabels(redis)
	set["app.kubernetes.io/managed-by"] = "redis-operator"
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: redis.Namespace, Name: podName(redis, ordinal), Labels: set},
		Spec: corev1.PodSpec{
			AutomountServiceAccountToken: new(false),
			SecurityContext: &corev1.PodSecurityContext{
				RunAsNonRoot:   new(true),
				RunAsUser:      new(int64(999)),
				SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
			Containers: []corev1.Container{{
				Name:  "redis",
				Image: redis.Spec.Image,
				Args:  []string{"--port", strconv.Itoa(int(redis.Spec.Port))},
				Ports: []corev1.ContainerPort{{Name: "redis", ContainerPort: redis.Spec.Port, Protocol: corev1.ProtocolTCP}},
				ReadinessProbe: &corev1.Probe{
					ProbeHandler:  corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromString("redis")}},
					PeriodSeconds: 5,
				},
				Resources: corev1.ResourceRequirements{
					Requests: corev1.ResourceList{
						corev1.ResourceCPU:    resource.MustParse("100m"),
						corev1.ResourceMemory: resource.MustParse("64Mi"),
					},
				},
				SecurityContext: &corev1.SecurityContext{
					AllowPrivilegeEscalation: new(false),
					Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				},
			}},
		},
	}
}

func podLabels(redis *Redis) map[string]string {
	return map[string]string{"app.kubernetes.io/instance": redis.Name, "app.kubernetes.io/name": "redis"}
}

func podName(redis *Redis, ordinal int) string { return fmt.Sprintf("%s-%d", redis.Name, ordinal) }

func finalizer(redis *Redis, ordinal int) string { return domain + podName(redis, ordinal) }

func ordinalOf(redis *Redis, name string) (int, bool) {
	digits, found := strings.CutPrefix(name, redis.Name+"-")
	ordinal, err := strconv.Atoi(digits)
	return ordinal, found && err == nil && podName(redis, ordinal) == name
}

func heldOrdinals(redis *Redis) []int {
	var held []int
	for _, text := range redis.Finalizers {
		if name, ours := strings.CutPrefix(text, domain); ours {
			if ordinal, ok := ordinalOf(redis, name); ok {
				held = append(held, ordinal)
			}
		}
	}
	sort.Ints(held)
	return held
}

func missing(held []int, wished int) []int {
	var rest []int
	for ordinal := range wished {
		if !slices.Contains(held, ordinal) {
			rest = append(rest, ordinal)
		}
	}
	return rest
}

func isReady(pod *corev1.Pod) bool {
	return slices.ContainsFunc(pod.Status.Conditions, func(condition corev1.PodCondition) bool {
		return condition.Type == corev1.PodReady && condition.Status == corev1.ConditionTrue
	})
}
