/**
 * Stands in for @atlaskit/forge-react-types, whose dependencies weigh 1.2 GB: the props that the templates use, so that
 * a wrong one fails `tsc` here too. Every other component is `any`.
 */
import type { ReactNode } from 'react';

type Space = `space.${'0' | '025' | '050' | '075' | '100' | '150' | '200' | '250' | '300' | '400' | '500'}`;
interface Parent {
  children?: ReactNode;
  testId?: string;
}
interface InputEvent {
  target: { value?: any; checked?: boolean; name?: string; id?: string; type?: string };
}

export interface BoxProps extends Parent {
  xcss?: Record<string, unknown>;
}
export interface ButtonProps extends Parent {
  appearance?: 'default' | 'primary' | 'subtle' | 'danger' | 'warning';
  isDisabled?: boolean;
  onClick?: (event: any) => void;
  type?: 'button' | 'submit' | 'reset';
}
export interface FormProps {
  children: ReactNode;
  onSubmit: () => Promise<void | boolean> | void;
}
export interface InlineProps extends Parent {
  alignBlock?: 'start' | 'center' | 'end' | 'baseline' | 'stretch';
  space?: Space;
  spread?: 'space-between';
}
export interface LabelProps extends Parent {
  labelFor: string;
}
export interface ProgressBarProps {
  ariaLabel?: string;
  value?: number;
}
export interface SectionMessageProps {
  appearance?: 'information' | 'warning' | 'error' | 'success' | 'discovery';
  children: ReactNode;
  title?: string;
}
export interface SpinnerProps {
  label?: string;
}
export interface StackProps extends Parent {
  alignInline?: 'start' | 'center' | 'end' | 'stretch';
  space?: Space;
}
export interface TextProps extends Parent {
  color?: 'color.text' | 'color.text.subtle';
  size?: 'small' | 'medium' | 'large';
}
export interface TextfieldProps {
  id?: string;
  defaultValue?: string | number;
  min?: number | string;
  onChange?: (event: InputEvent) => void;
  type?: string;
}

export type TBox<T> = (props: BoxProps) => T;
export type TButton<T> = (props: ButtonProps) => T;
export type TForm<T> = (props: FormProps) => T;
export type TFormFooter<T> = (props: { children?: ReactNode; align?: 'start' | 'end' }) => T;
export type TInline<T> = (props: InlineProps) => T;
export type TLabel<T> = (props: LabelProps) => T;
export type TProgressBar<T> = (props: ProgressBarProps) => T;
export type TSectionMessage<T> = (props: SectionMessageProps) => T;
export type TSpinner<T> = (props: SpinnerProps) => T;
export type TStack<T> = (props: StackProps) => T;
export type TText<T> = (props: TextProps) => T;
export type TTextfield<T> = (props: TextfieldProps) => T;
